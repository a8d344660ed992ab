#include "lib/trust/certificate.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "lib/base/file.h"

enum { CHAIN_BYTES_MAX = 256 * 1024, DAY_SECONDS = 24 * 60 * 60 };

static void
bio_freep(BIO **bio)
{
	BIO_free_all(*bio);
}

static void
x509_freep(X509 **certificate)
{
	X509_free(*certificate);
}

enum mc_rc
mc_certificate_days_left(struct mc_ctx *ctx, const char *path, double *ret_days)
{
	MC_CLEANUP(bio_freep) BIO *bio = NULL;
	MC_CLEANUP(x509_freep) X509 *certificate = NULL;
	char *text;
	size_t length;
	int days;
	int seconds;

	TRY(mc_file_read(ctx, path, CHAIN_BYTES_MAX, &text, &length));
	bio = BIO_new_mem_buf(text, (int)length);
	if (bio != NULL)
		certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (certificate == NULL ||
	    ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)) != 1)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s holds no certificate in PEM", path);
	*ret_days = days + (double)seconds / DAY_SECONDS;
	return MC_OK;
}
