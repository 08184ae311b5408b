// Command pki writes the keys and certificates of the samples into a
// directory: a root, an intermediate, and what servers and clients present.
// All of them are new on each run, and good for ten years unless their name
// says otherwise.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"os"
	"time"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pki DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		os.Exit(1)
	}
}

// write makes the files that the recipes name:
//
//	root.pem                         what clients and servers trust
//	server.pem, server.key           RSA, with the intermediate
//	server-ecdsa.pem, .key           ECDSA, with the intermediate
//	server-leaf-only.pem             the RSA one, with the intermediate forgotten
//	server-expired.pem               for the RSA key, expired a month ago
//	client.pem, client.key           ECDSA, with the intermediate
func write(dir string) error {
	rootKey, intermediateKey, rsaKey, err := rsaKeys()
	if err != nil {
		return err
	}
	serverECDSA, clientECDSA, err := ecdsaKeys()
	if err != nil {
		return err
	}

	now := time.Now().Truncate(time.Hour)
	root := authority("Example Root CA", now)
	intermediate := authority("Example Intermediate CA", now)
	server := leaf("server.example", x509.ExtKeyUsageServerAuth, now)
	server.DNSNames = []string{"server.example", "server6.example"}
	expired := *server
	expired.NotBefore, expired.NotAfter = now.Add(-year), now.Add(-30*day)
	client := leaf("client.example", x509.ExtKeyUsageClientAuth, now)

	rootDER := issue(root, root, rootKey.Public(), rootKey)
	intermediateDER := issue(intermediate, root, intermediateKey.Public(), rootKey)
	by := func(template *x509.Certificate, subject crypto.Signer) certificate {
		return issue(template, intermediate, subject.Public(), intermediateKey)
	}
	rsaLeaf := by(server, rsaKey)

	d := directory{path: dir}
	d.certificates("root.pem", rootDER)
	d.certificates("server.pem", rsaLeaf, intermediateDER)
	d.certificates("server-leaf-only.pem", rsaLeaf)
	d.certificates("server-expired.pem", by(&expired, rsaKey), intermediateDER)
	d.key("server.key", rsaKey)
	d.certificates("server-ecdsa.pem", by(server, serverECDSA), intermediateDER)
	d.key("server-ecdsa.key", serverECDSA)
	d.certificates("client.pem", by(client, clientECDSA), intermediateDER)
	d.key("client.key", clientECDSA)
	return d.err
}

func rsaKeys() (root, intermediate, leaf *rsa.PrivateKey, err error) {
	for _, key := range []**rsa.PrivateKey{&root, &intermediate, &leaf} {
		if *key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, nil, nil, err
		}
	}
	return root, intermediate, leaf, nil
}

func ecdsaKeys() (server, client *ecdsa.PrivateKey, err error) {
	for _, key := range []**ecdsa.PrivateKey{&server, &client} {
		if *key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			return nil, nil, err
		}
	}
	return server, client, nil
}
