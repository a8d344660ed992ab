// Prints the VietQR payload of a transfer as the npm package vietnam-qr-pay makes it:
//   vietqr.mjs BIN ACCOUNT AMOUNT PURPOSE
import { QRPay } from 'vietnam-qr-pay'

const [bankBin, bankNumber, amount, purpose] = process.argv.slice(2)
process.stdout.write(QRPay.initVietQR({ bankBin, bankNumber, amount, purpose }).build())
