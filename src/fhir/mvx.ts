/** Vaccine manufacturers: MVX code to name (US CDC, public domain), those that still come up. */

const MVX = `AB Abbott;ACA Acambis;AD Adams Laboratories;AKR Akorn;ALP Alpha Therapeutic;AR Armour;ASZ AstraZeneca;AVB Aventis Behring;AVI Aviron;BA Baxter
BAH Baxter Healthcare;BAY Bayer;BN Bavarian Nordic;BPC Berna Products;BRR Barr Laboratories;BTP Biotest;CEN Centeon;CHI Chiron;CMP Celltech Medeva
CNJ Cangene;CON Connaught;CRU Crucell;CSL CSL Behring;DVC DynPort;DVX Dynavax;EVN Evans Medical;GEO GeoVax;GRE Greer;GRF Grifols;IAG Immuno International;IDB ID Biomedical;IM Merieux;IUS Immuno-US
JNJ Johnson & Johnson;JPN BIKEN;JSN Janssen;KED Kedrion;KGC Korea Green Cross;LED Lederle;MA Massachusetts Public Health;MBL MassBiologics;MCM MCM Vaccine Company;MED MedImmune;MIL Miles
MIP Emergent BioSolutions;MOD Moderna;MSD Merck;NAB NABI;NAV North American Vaccine;NOV Novartis;NVX Novavax;NYB New York Blood Center;ORT Ortho-Clinical Diagnostics;OTC Organon Teknika;OTH Other manufacturer
PAX PaxVax;PD Parkedale;PFR Pfizer;PMC Sanofi Pasteur;PRX Praxis;PSC Protein Sciences;PWJ PowderJect;SCL Sclavo;SEQ Seqirus;SI Swiss Serum;SKB GlaxoSmithKline;SMK Smith Kline
SOL Solvay;TAL Talecris;UNK Unknown manufacturer;USA US Army;VAL Valneva;VBI VBI Vaccines;VET Vetter;VXG VaxGen;WA Wyeth-Ayerst;WAL Wyeth;ZLB ZLB Behring`;

let names: Map<string, string> | undefined;

/** Name of a manufacturer by MVX code, in any case. */
export function mvxName(code: string): string | undefined {
  names ??= new Map(
    MVX.split(/[;\n]/).map((row) => [row.slice(0, row.indexOf(' ')), row.slice(row.indexOf(' ') + 1)] as const),
  );
  return names.get(code.toUpperCase());
}
