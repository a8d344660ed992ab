// Made by api/generate; changes belong into schema/vocabulary/payment_methods.yaml.
export const paymentMethods = {
	vietqr: { vi: 'Chuyển khoản VietQR', en: 'VietQR transfer' },
	cash: { vi: 'Tiền mặt', en: 'Cash' },
} as const;
