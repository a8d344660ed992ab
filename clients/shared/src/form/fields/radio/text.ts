// The words of a list that opens.
export { text } from '../select/text.ts';
