// Systems and offices of others, by name.
import type { PartnerName } from '../api/types.ts';
import { pick } from '../i18n/index.ts';

export const partnerName = ({ name, name_en }: PartnerName): string => pick(name, name_en ?? name);
