/** French for what stands around health records. */

import type { Messages } from '../messages.js';
import type { views as en } from './en-views.js';

export const views: Pick<Messages, keyof typeof en> = {
  'data.reading': 'Lecture de la suite…',
  'search.words': 'Chercher dans ce dossier',
  'search.from': 'Du',
  'search.to': 'Au',
  'search.found':
    'Éléments affichés : {count} sur {total}. Si vous choisissez des dates, les éléments sans date sont laissés de côté.',
  'search.clear': 'Tout afficher',
  'search.sections': 'Rubriques',
  'trend.label': '{title} : {count} valeurs ({start} – {end}), la plus basse {low}, la plus haute {high}.',
  'trend.more': {
    one: 'Afficher {count} graphique de plus',
    many: 'Afficher {count} de graphiques de plus',
    other: 'Afficher {count} graphiques de plus',
  },
  'trend.table': {
    one: 'Tableau de {count} valeur',
    many: 'Tableau de {count} de valeurs',
    other: 'Tableau de {count} valeurs',
  },
  'combined.title': {
    one: '{name} : {count} carte',
    many: '{name} : lire ensemble les {count} de cartes',
    other: '{name} : lire ensemble les {count} cartes',
  },
  'combined.sentence':
    'Même nom et même date de naissance. Chaque élément indique de quelle carte il vient ; chaque carte garde son propre résultat.',
  'combined.card': 'Carte {index}',
  'combined.unverified': '{card} : {verdict}',
  'profile.none': 'Cette carte ne suit pas en tout point le guide des cartes de vaccination et de test.',
  'profile.none.do': 'C’est le cas de beaucoup de bonnes cartes. Cela ne change rien au résultat de la vérification.',
  'card.qr.large': 'Plein écran',
  'card.qr.close': 'Fermer',
  'card.qr.set': 'Cette carte a besoin de {total} codes. Laissez le lecteur lire chacun d’eux.',
  'card.qr.previous': 'Code précédent',
  'card.qr.next': 'Code suivant',
  'card.qr.pause': 'Pause',
  'card.qr.play': 'Afficher tour à tour',
  'coverage.members': 'Personnes couvertes',
  'copay.gpvisit': 'Consultation chez le généraliste',
  'copay.spvisit': 'Consultation chez un spécialiste',
  'copay.emergency': 'Urgences hospitalières',
  'copay.urgentcare': 'Soins urgents hors hôpital',
  'copay.televisit': 'Téléconsultation',
  'copay.inpthosp': 'Séjour à l’hôpital',
  'copay.rx': 'Médicaments sur ordonnance',
  'copay.deductible': 'Franchise',
  'copay.maxoutofpocket': 'Maximum à votre charge',
  'copay.copaypct': 'Votre part',
  'copay.FamInDed': 'Franchise familiale, dans le réseau',
  'copay.FamOutDed': 'Franchise familiale, hors réseau',
  'copy.name': 'Copier : {name}',
  'copy.done': 'Copié',
  'copy.failed': 'La copie n’a pas réussi',
};
