#!/bin/sh
# Makes the certificates in this folder, with OpenSSL 3: those that crypto/x509
# can't make, because their keys are weak, old or on curves that Go does not have.
set -eu
cd "$(dirname "$0")"
key=$(mktemp)
trap 'rm -f "$key"' EXIT

# make NAME REQ-OPTION... signs a certificate with the key.
make() {
    name=$1
    shift
    openssl req -new -x509 -key "$key" -days 3650 -outform DER -out "$name.der" \
        -subj "/C=NL/O=tlssniff/CN=$name" -addext "subjectAltName=DNS:$name.example" "$@"
}

openssl genrsa -out "$key" 512
make rsa512-md5 -md5
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out "$key"
make rsa1024-sha1 -sha1
make rsa1024-pss -sha256 -sigopt rsa_padding_mode:pss
make rsa1024-pss-other-mask -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha1
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024 -out "$key"
make rsa-pss-key
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_pubexp:68719476767 -out "$key"
make rsa-large-exponent
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out "$key.dsa"
openssl genpkey -paramfile "$key.dsa" -out "$key"
rm -f "$key.dsa"
make dsa1024
openssl genpkey -algorithm Ed25519 -out "$key"
make ed25519
openssl genpkey -algorithm Ed448 -out "$key"
make ed448
openssl ecparam -name brainpoolP256r1 -genkey -noout -out "$key"
make brainpool
openssl ecparam -name secp256k1 -genkey -noout -out "$key"
make secp256k1
openssl ecparam -name secp224r1 -genkey -noout -out "$key"
make secp224r1-sha1 -sha1
openssl ecparam -name prime256v1 -genkey -noout | openssl ec -conv_form compressed -out "$key"
make compressed-point
openssl ecparam -name prime256v1 -genkey -noout -param_enc explicit -out "$key"
make explicit-curve
