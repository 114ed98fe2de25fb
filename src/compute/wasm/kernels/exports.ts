/** All that the module exports (Kernels in ../module.ts). */
export {
  beginOnline,
  learnOnline,
  onlineAnswersAt,
  onlineParametersAt,
  onlineWeightsAt,
  onlineXAt,
  onlineYAt,
  predictOnline,
} from './online';
export { setDropout, setOptimizer, setPulls } from './training';
export {
  addEmbedding,
  addLayer,
  begin,
  flatAt,
  giveFlat,
  place,
  reserve,
  takeFlat,
  weightsAt,
  xAt,
  yAt,
} from './layout';
export { gradientOf, predict, train } from './network';
export { shareFrom } from './shared';
export { keptAt, keptWeightsAt, limitsAt, placeTerms, setKeeping } from './terms';
