// For tests with a page: what happy-dom lacks of a browser, and a clean page after each test.
import { cleanup } from '@testing-library/preact';
import { afterEach } from 'vitest';

Element.prototype.scrollIntoView ??= () => undefined;
afterEach(cleanup);
