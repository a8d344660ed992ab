import { defineConfig } from 'vite';
import { clientConfig } from '../shared/vite.ts';

export default defineConfig(clientConfig('/desk/'));
