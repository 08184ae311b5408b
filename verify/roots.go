package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

// Roots are the certificates that chains must lead to, and where they came from.
// They may be shared between goroutines.
type Roots struct {
	pool *x509.CertPool // nil where there are none
	name string
	// subjects are the roots' names, as far as they are known: the platform may keep them to itself.
	subjects map[string]bool
}

// SystemRoots returns the roots of the machine, or none where it has none.
func SystemRoots() *Roots {
	r := &Roots{name: "system", subjects: make(map[string]bool)}
	pool, err := x509.SystemCertPool()
	if err != nil || pool.Equal(x509.NewCertPool()) {
		return r
	}
	r.pool = pool
	//lint:ignore SA1019 The names that a platform keeps to itself are not needed here.
	for _, subject := range pool.Subjects() {
		r.subjects[string(subject)] = true
	}
	return r
}

// FileRoots returns the roots in a file of PEM blocks, or with one certificate in DER.
func FileRoots(path string) (*Roots, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := &Roots{pool: x509.NewCertPool(), name: path, subjects: make(map[string]bool)}
	add := func(der []byte) error {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
		r.pool.AddCert(c)
		r.subjects[string(c.RawSubject)] = true
		return nil
	}
	if !bytes.Contains(b, []byte("-----BEGIN")) {
		return r, add(b)
	}
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if err := add(block.Bytes); err != nil {
			return nil, err
		}
	}
	if len(r.subjects) == 0 {
		return nil, fmt.Errorf("%s: there is no certificate in it: give a file of PEM blocks (-----BEGIN CERTIFICATE-----)", path)
	}
	return r, nil
}

// Name says where the roots came from: "system", or the file.
func (r *Roots) Name() string { return r.name }
