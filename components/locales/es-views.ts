/** Spanish for what stands around health records. */

import type { Messages } from '../messages.js';
import type { views as en } from './en-views.js';

export const views: Pick<Messages, keyof typeof en> = {
  'data.reading': 'Leyendo el resto…',
  'search.words': 'Buscar en estos registros',
  'search.from': 'Desde',
  'search.to': 'Hasta',
  'search.found': 'Se muestran {count} de {total} entradas. Al elegir fechas se omiten las entradas sin fecha.',
  'search.clear': 'Mostrar todo',
  'search.sections': 'Secciones',
  'trend.label': '{title}: {count} valores del {start} al {end}, mínimo {low}, máximo {high}.',
  'trend.more': {
    one: 'Mostrar {count} gráfico más',
    many: 'Mostrar {count} gráficos más',
    other: 'Mostrar {count} gráficos más',
  },
  'trend.table': {
    one: 'Tabla de {count} valor',
    many: 'Tabla de {count} valores',
    other: 'Tabla de {count} valores',
  },
  'combined.title': {
    one: '{count} tarjeta de {name}',
    many: 'Leer juntas las {count} tarjetas de {name}',
    other: 'Leer juntas las {count} tarjetas de {name}',
  },
  'combined.sentence':
    'Mismo nombre y fecha de nacimiento. Cada entrada indica de qué tarjeta viene; cada tarjeta conserva su propio resultado.',
  'combined.card': 'Tarjeta {index}',
  'combined.unverified': '{card}: {verdict}',
  'profile.none': 'Esta tarjeta no sigue en todo la guía para tarjetas de vacunas y pruebas.',
  'profile.none.do': 'Muchas tarjetas buenas no la siguen. No cambia en nada el resultado de la comprobación.',
  'card.qr.large': 'Pantalla completa',
  'card.qr.close': 'Cerrar',
  'card.qr.set': 'Esta tarjeta necesita {total} códigos. Deje que el lector lea cada uno.',
  'card.qr.previous': 'Código anterior',
  'card.qr.next': 'Código siguiente',
  'card.qr.pause': 'Pausa',
  'card.qr.play': 'Mostrar por turnos',
  'coverage.members': 'En este plan',
  'copay.gpvisit': 'Consulta de atención primaria',
  'copay.spvisit': 'Consulta con especialista',
  'copay.emergency': 'Urgencias',
  'copay.urgentcare': 'Atención inmediata',
  'copay.televisit': 'Consulta por video',
  'copay.inpthosp': 'Hospitalización',
  'copay.rx': 'Medicamentos con receta',
  'copay.deductible': 'Deducible',
  'copay.maxoutofpocket': 'Lo máximo que paga',
  'copay.copaypct': 'Su parte',
  'copay.FamInDed': 'Deducible familiar, dentro de la red',
  'copay.FamOutDed': 'Deducible familiar, fuera de la red',
  'copy.name': 'Copiar: {name}',
  'copy.done': 'Copiado',
  'copy.failed': 'No se pudo copiar',
};
