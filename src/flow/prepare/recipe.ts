export { applyRecipe, applyRecipeTo } from './apply-recipe.ts';
export { fitRecipe } from './fit-recipe.ts';
export { rowNotes } from './row-notes.ts';
