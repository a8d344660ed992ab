// A step that was asked for from elsewhere, e.g. the way back in a message: the dossier's page opens it when it is allowed.
import { signal } from '@preact/signals';
import type { StepName } from './catalogue.ts';

export const wantedStep = signal<{ dossierId: string; name: StepName } | null>(null);
