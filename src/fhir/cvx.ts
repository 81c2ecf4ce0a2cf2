/**
 * Vaccine names by CVX code (US CDC, public domain facts): short, in words a patient knows, with the brand in brackets
 * where a code stands for one product. Written one code per line; 99 is reserved and has no name.
 */

const CVX = `01 DTP (diphtheria, tetanus, whooping cough)
02 Polio, oral (OPV)
03 MMR (measles, mumps, rubella)
04 Measles and rubella
05 Measles
06 Rubella
07 Mumps
08 Hepatitis B, child or adolescent
09 Td (tetanus, diphtheria), adult
10 Polio (IPV)
11 Whooping cough (pertussis)
12 Diphtheria antitoxin
13 Tetanus immune globulin
14 Immune globulin
15 Flu, split virus
16 Flu, whole virus
17 Hib
18 Rabies, intramuscular
19 BCG (tuberculosis)
20 DTaP (diphtheria, tetanus, whooping cough)
21 Chickenpox (varicella)
22 DTP and Hib
23 Plague
24 Anthrax (BioThrax)
25 Typhoid, oral
26 Cholera
27 Botulinum antitoxin
28 DT (diphtheria, tetanus), child
29 Cytomegalovirus immune globulin
30 Hepatitis B immune globulin
31 Hepatitis A, child
32 Meningococcal ACWY polysaccharide (Menomune)
33 Pneumococcal polysaccharide (PPSV23)
34 Rabies immune globulin
35 Tetanus
36 Varicella zoster immune globulin
37 Yellow fever (YF-Vax)
38 Rubella and mumps
39 Japanese encephalitis (JE-Vax)
40 Rabies, intradermal
41 Typhoid, injected
42 Hepatitis B, adolescent or high-risk infant
43 Hepatitis B, adult
44 Hepatitis B, dialysis
45 Hepatitis B
46 Hib (PRP-D)
47 Hib (HbOC)
48 Hib (PRP-T)
49 Hib (PRP-OMP)
50 DTaP and Hib
51 Hib and hepatitis B
52 Hepatitis A, adult
53 Typhoid, injected (US military)
54 Adenovirus type 4
55 Adenovirus type 7
56 Dengue (Dengvaxia)
57 Hantavirus
58 Hepatitis C
59 Hepatitis E
60 Herpes simplex 2
61 HIV
62 HPV, 4 types (Gardasil)
63 Junin virus
64 Leishmaniasis
65 Leprosy
66 Lyme disease
67 Malaria
68 Melanoma
69 Parainfluenza 3
70 Q fever
71 RSV immune globulin
72 Rheumatic fever
73 Rift Valley fever
74 Rotavirus, 4 types
75 Smallpox and mpox, live (ACAM2000)
76 Staphylococcus bacterio lysate
77 Tick-borne encephalitis (non-US)
78 Tularemia
79 Vaccinia immune globulin
80 Venezuelan equine encephalitis, live
81 Venezuelan equine encephalitis, inactivated
82 Adenovirus
83 Hepatitis A, child, 2 doses
84 Hepatitis A, child, 3 doses
85 Hepatitis A
86 Immune globulin, intramuscular
87 Immune globulin, intravenous
88 Flu
89 Polio
90 Rabies
91 Typhoid
92 Venezuelan equine encephalitis
93 RSV antibody (palivizumab)
94 MMRV (measles, mumps, rubella, chickenpox)
95 Tuberculin skin test, old tuberculin tine
96 Tuberculin skin test, PPD
97 Tuberculin skin test, PPD tine
98 Tuberculin skin test
100 Pneumococcal (PCV7)
101 Typhoid, injected (Typhim Vi)
102 DTP, Hib and hepatitis B
103 Meningococcal C
104 Hepatitis A and B (Twinrix)
105 Smallpox, diluted
106 DTaP, 5 antigens (Daptacel)
107 DTaP
108 Meningococcal ACWY
109 Pneumococcal
110 DTaP, hepatitis B and polio (Pediarix)
111 Flu, nasal spray, 3 strains (FluMist)
112 Tetanus
113 Td (tetanus, diphtheria), adult, preservative-free
114 Meningococcal ACWY (Menactra)
115 Tdap (tetanus, diphtheria, whooping cough)
116 Rotavirus (RotaTeq)
117 Varicella zoster immune globulin (investigational)
118 HPV, 2 types (Cervarix)
119 Rotavirus (Rotarix)
120 DTaP, Hib and polio (Pentacel)
121 Shingles, live (Zostavax)
122 Rotavirus
123 Bird flu H5N1 (2003)
125 Flu H1N1 2009, nasal spray
126 Flu H1N1 2009, preservative-free
127 Flu H1N1 2009, injected
128 Flu H1N1 2009
129 Japanese encephalitis
130 DTaP and polio
131 Typhus
132 DTaP, polio, Hib and hepatitis B (historical)
133 Pneumococcal (PCV13, Prevnar 13)
134 Japanese encephalitis (Ixiaro)
135 Flu, high dose, 3 strains
136 Meningococcal ACWY (Menveo)
137 HPV
138 Td (tetanus, diphtheria), adult
139 Td (tetanus, diphtheria), adult
140 Flu, injected, 3 strains, preservative-free
141 Flu, injected, 3 strains
142 Tetanus, not adsorbed
143 Adenovirus types 4 and 7
144 Flu, intradermal, 3 strains
145 RSV antibody
146 DTaP, polio, Hib and hepatitis B (Vaxelis)
147 Meningococcal ACWY conjugate
148 Meningococcal C and Y with Hib (MenHibrix)
149 Flu, nasal spray, 4 strains (FluMist)
150 Flu, injected, 4 strains, preservative-free
151 Flu, nasal spray
152 Pneumococcal conjugate
153 Flu, cell-based, 3 strains, preservative-free (Flucelvax)
154 Hepatitis A immune globulin
155 Flu, recombinant, 3 strains (Flublok)
156 Rho(D) immune globulin
157 Rho(D) immune globulin, intramuscular
158 Flu, injected, 4 strains
159 Rho(D) immune globulin, unspecified
160 Bird flu H5N1 (2013)
161 Flu, injected, 4 strains, child, preservative-free
162 Meningococcal B (Trumenba)
163 Meningococcal B (Bexsero)
164 Meningococcal B
165 HPV, 9 types (Gardasil 9)
166 Flu, intradermal, 4 strains
167 Meningococcal, unknown groups
168 Flu, adjuvanted, 3 strains (Fluad)
169 Hepatitis A, live (non-US)
170 DTaP, polio and Hib (non-US)
171 Flu, cell-based, 4 strains, preservative-free (Flucelvax)
172 Cholera, oral, with B subunit (non-US)
173 Cholera, oral, 2 strains (non-US)
174 Cholera, oral, live (Vaxchora)
175 Rabies (Imovax)
176 Rabies (RabAvert)
177 Pneumococcal (PCV10, non-US)
178 Polio, oral, 2 types (non-US)
179 Polio, oral, 1 type (non-US)
180 Tetanus immune globulin
181 Anthrax immune globulin
182 Polio, oral
183 Yellow fever (Stamaril)
184 Yellow fever
185 Flu, recombinant, 4 strains (Flublok)
186 Flu, cell-based, 4 strains (Flucelvax)
187 Shingles (Shingrix)
188 Shingles
189 Hepatitis B, adult (Heplisav-B)
190 Typhoid conjugate (non-US)
191 Meningococcal A polysaccharide (non-US)
192 Meningococcal A and C polysaccharide (non-US)
193 Hepatitis A and B, child (non-US)
194 Flu, Southern Hemisphere
195 DT (diphtheria, tetanus) and polio (non-US)
196 Td (tetanus, diphtheria), adult, preservative-free
197 Flu, high dose, 4 strains
198 DTP, hepatitis B and Hib (non-US)
200 Flu, Southern Hemisphere, child, preservative-free
201 Flu, Southern Hemisphere, 4 strains, preservative-free
202 Flu, Southern Hemisphere, 4 strains
203 Meningococcal ACWY (MenQuadfi)
204 Ebola Zaire (Ervebo)
205 Flu, adjuvanted, 4 strains (Fluad)
206 Smallpox and mpox (Jynneos)
207 COVID-19 (Moderna, 100 or 50 mcg)
208 COVID-19 (Pfizer-BioNTech, 30 mcg)
210 COVID-19 (AstraZeneca)
211 COVID-19 (Novavax)
212 COVID-19 (Janssen)
213 COVID-19
214 Ebola
215 Pneumococcal (PCV15, Vaxneuvance)
216 Pneumococcal (PCV20, Prevnar 20)
217 COVID-19 (Pfizer-BioNTech, 30 mcg, tris-sucrose)
218 COVID-19, child (Pfizer-BioNTech, 10 mcg)
219 COVID-19, young child (Pfizer-BioNTech, 3 mcg)
220 Hepatitis B, adult (PreHevbrio)
221 COVID-19 (Moderna, 50 mcg)
222 Tick-borne encephalitis
223 Tick-borne encephalitis, child (Ticovac)
224 Tick-borne encephalitis (Ticovac)
225 COVID-19 booster (Sanofi-GSK, 5 mcg)
226 COVID-19 (Sanofi-GSK, 10 mcg)
227 COVID-19, child (Moderna, 50 mcg)
228 COVID-19, young child (Moderna, 25 mcg)
229 COVID-19, two-strain (Moderna)
230 COVID-19, two-strain, young child (Moderna, 10 mcg)
231 Flu, Southern Hemisphere, high dose, 4 strains
300 COVID-19, two-strain (Pfizer-BioNTech, 30 mcg)
301 COVID-19, two-strain, child (Pfizer-BioNTech, 10 mcg)
302 COVID-19, two-strain, young child (Pfizer-BioNTech, 3 mcg)
303 RSV (Arexvy)
304 RSV
305 RSV (Abrysvo)
306 RSV antibody, 0.5 mL (Beyfortus)
307 RSV antibody, 1 mL (Beyfortus)
308 COVID-19, young child (Pfizer-BioNTech, 3 mcg)
309 COVID-19 (Comirnaty, 30 mcg)
310 COVID-19, child (Pfizer-BioNTech, 10 mcg)
311 COVID-19, child (Moderna, 25 mcg)
312 COVID-19 (Spikevax, 50 mcg)
313 COVID-19 (Novavax, 5 mcg)
314 RSV vaccine
315 RSV antibody
316 Meningococcal ABCWY (Penbraya)
317 Chikungunya, live (Ixchiq)
318 Anthrax, after exposure (Cyfendus)
319 Anthrax
320 Flu, cell-based, 3 strains (Flucelvax)
321 Bird flu H5N8, preservative-free
322 Bird flu H5N8
323 Bird flu H5
324 Polio, fractional dose (non-US)
325 Smallpox and mpox
326 RSV (mResvia)
327 Pneumococcal (PCV21, Capvaxive)
328 Meningococcal ABCWY (Penmenvy)
329 Chikungunya (Vimkunya)
330 Dengue
331 Flu, Southern Hemisphere, 3 strains, preservative-free
332 RSV antibody (Enflonsia)
333 Flu, nasal spray, 3 strains, given at home (FluMist)
334 COVID-19 (mNexspike, 10 mcg)
500 COVID-19 (non-US)
501 COVID-19 (QazCovid-in)
502 COVID-19 (Covaxin)
503 COVID-19 (CoviVac)
504 COVID-19 (Sputnik Light)
505 COVID-19 (Sputnik V)
506 COVID-19 (Convidecia, CanSino)
507 COVID-19 (Anhui Zhifei)
508 COVID-19 (Jiangsu CDC)
509 COVID-19 (EpiVacCorona)
510 COVID-19 (Sinopharm BIBP)
511 COVID-19 (CoronaVac, Sinovac)
512 COVID-19 (Covifenz, Medicago)
513 COVID-19 (Zifivax)
514 COVID-19 (ZyCoV-D)
515 COVID-19 (Medigen)
516 COVID-19 (Kconvac)
517 COVID-19 (Corbevax)
518 COVID-19 (Valneva)
519 COVID-19, two-strain BA.1 (Moderna)
520 COVID-19, two-strain BA.1 (Pfizer-BioNTech)
521 COVID-19 (VidPrevtyn Beta)
801 AS03 adjuvant
943 Hepatitis B, adult
998 No vaccine given
999 Unknown vaccine`;

let names: Map<string, string> | undefined;

/** The code as CDC writes it: `3` is `03`. */
export const normalizeCvx = (code: string): string => {
  const digits = code.trim();
  return /^\d$/.test(digits) ? `0${digits}` : digits;
};

/** Name of a vaccine by CVX code, as written or without its leading zero; undefined for a code not in the table. */
export function cvxName(code: string): string | undefined {
  names ??= new Map(
    CVX.split('\n').map((row) => [row.slice(0, row.indexOf(' ')), row.slice(row.indexOf(' ') + 1)] as const),
  );
  return names.get(normalizeCvx(code));
}
