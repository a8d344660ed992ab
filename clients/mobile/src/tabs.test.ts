import { expect, test } from 'vitest';
import { tabOf } from './tabs.tsx';

test.each([
	['/', '/'],
	['/thu-tuc', '/'],
	['/thu-tuc/1.001193', '/'],
	['/nop/1.001193', '/'],
	['/ho-so', '/ho-so'],
	['/ho-so/1/khai/child', '/ho-so'],
	['/thong-bao', '/thong-bao'],
	['/dang-nhap', '/tai-khoan'],
	['/tra-cuu', '/tai-khoan'],
	['/nowhere', '/'],
])('%s belongs to %s', (path, tab) => expect(tabOf(path)).toBe(tab));
