// One of several, all in sight: read as a list that opens is.
export { rules } from '../select/rules.ts';
