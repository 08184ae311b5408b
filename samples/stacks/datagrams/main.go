// Command datagrams is a client and a server of QUIC (quic-go) and of DTLS
// (pion), for the samples. It is a module of its own, so that tlssniff itself
// depends on neither.
//
//	datagrams quic-serve|dtls-serve [flags] ADDRESS    answer each connection's request, until stopped
//	datagrams quic-dial|dtls-dial [flags] ADDRESS      make one connection, send a request, print the answer
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"os"
	"time"
)

const patience = 10 * time.Second

// options are what the flags say.
type options struct {
	certificates []tls.Certificate
	roots        *x509.CertPool
	serverName   string
	alpn         string
	version      uint
	retry        bool
	cid          int
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: datagrams quic-serve|quic-dial|dtls-serve|dtls-dial [flags] ADDRESS")
		os.Exit(2)
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	cert := flags.String("cert", "", "own certificate chain, PEM")
	key := flags.String("key", "", "its private key, PEM")
	roots := flags.String("roots", "", "what the server's certificate must chain to, PEM")
	var o options
	flags.StringVar(&o.serverName, "name", "server.example", "server's name")
	flags.StringVar(&o.alpn, "alpn", "sample", "application protocol (QUIC)")
	flags.UintVar(&o.version, "version", 1, "version of QUIC: 1 or 2")
	flags.BoolVar(&o.retry, "retry", false, "make clients prove their address (QUIC)")
	flags.IntVar(&o.cid, "cid", -1, "length of the connection ids to ask for, -1 for none (DTLS)")
	_ = flags.Parse(os.Args[2:])

	err := o.load(*cert, *key, *roots)
	if err == nil {
		err = run(os.Args[1], flags.Arg(0), &o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "datagrams:", err)
		os.Exit(1)
	}
}

func run(command, address string, o *options) error {
	switch command {
	case "quic-serve":
		return serveQUIC(address, o)
	case "quic-dial":
		return dialQUIC(address, o)
	case "dtls-serve":
		return serveDTLS(address, o)
	case "dtls-dial":
		return dialDTLS(address, o)
	}
	return fmt.Errorf("unknown command %q", command)
}

// load reads the files that the flags name.
func (o *options) load(cert, key, roots string) error {
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return err
		}
		o.certificates = []tls.Certificate{pair}
	}
	if roots != "" {
		text, err := os.ReadFile(roots)
		if err != nil {
			return err
		}
		if o.roots = x509.NewCertPool(); !o.roots.AppendCertsFromPEM(text) {
			return fmt.Errorf("%s: no certificate", roots)
		}
	}
	return nil
}
