import { expect, test } from 'vitest';
import { match } from './place.tsx';

test('patterns', () => {
	expect(match('/thu-tuc/:code', '/thu-tuc/1.001193')).toEqual({ code: '1.001193' });
	expect(match('/ho-so/:id/khai/:step', '/ho-so/7/khai/gi%E1%BA%A5y')).toEqual({ id: '7', step: 'giấy' });
	expect(match('/ho-so/:id', '/ho-so')).toBeNull();
	expect(match('/ho-so/:id', '/ho-so/')).toBeNull();
	expect(match('/ho-so/:id', '/ho-so/%')).toBeNull();
	expect(match('/', '/')).toEqual({});
});
