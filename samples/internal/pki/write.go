package main

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

func authority(name string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"tlssniff samples"}, CommonName: name},
		NotBefore:             now.Add(-day),
		NotAfter:              now.Add(10 * year),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
}

func leaf(name string, usage x509.ExtKeyUsage, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"tlssniff samples"}, CommonName: name},
		NotBefore:             now.Add(-day),
		NotAfter:              now.Add(10 * year),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:           []x509.ExtKeyUsage{usage},
		BasicConstraintsValid: true,
	}
}

// A certificate is DER, or why there is none.
type certificate struct {
	der []byte
	err error
}

// issue signs a certificate with a random serial number.
func issue(template, parent *x509.Certificate, subject crypto.PublicKey, signer crypto.Signer) certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return certificate{err: err}
	}
	t := *template
	t.SerialNumber = serial
	der, err := x509.CreateCertificate(rand.Reader, &t, parent, subject, signer)
	return certificate{der, err}
}

// A directory gets PEM files until the first error, which it keeps.
type directory struct {
	path string
	err  error
}

func (d *directory) certificates(name string, chain ...certificate) {
	var text []byte
	for _, c := range chain {
		if d.err == nil {
			d.err = c.err
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.der})...)
	}
	d.file(name, text)
}

func (d *directory) key(name string, key crypto.Signer) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if d.err == nil {
		d.err = err
	}
	d.file(name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func (d *directory) file(name string, text []byte) {
	if d.err == nil {
		d.err = os.WriteFile(filepath.Join(d.path, name), text, 0o600)
	}
}
