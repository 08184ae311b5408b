// Command golang is a TLS client and server made of Go's crypto/tls, for the
// samples.
//
//	golang serve [flags] ADDRESS    answer each connection's request, until stopped
//	golang dial [flags] ADDRESS     make one connection, send a request, print the answer
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

const patience = 10 * time.Second

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: golang serve|dial [flags] ADDRESS")
		os.Exit(2)
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	config := configFlags(flags)
	starttls := flags.String("starttls", "", "protocol to speak in the clear until TLS begins")
	_ = flags.Parse(os.Args[2:])

	c, err := config()
	if err == nil {
		switch os.Args[1] {
		case "serve":
			err = serve(flags.Arg(0), c, *starttls)
		case "dial":
			err = dial(flags.Arg(0), c, *starttls)
		default:
			err = fmt.Errorf("unknown command %q", os.Args[1])
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "golang:", err)
		os.Exit(1)
	}
}

// configFlags declares the flags and returns what makes a configuration of
// them, once they are parsed.
func configFlags(flags *flag.FlagSet) func() (*tls.Config, error) {
	cert := flags.String("cert", "", "own certificate chain, PEM")
	key := flags.String("key", "", "its private key, PEM")
	roots := flags.String("roots", "", "what the peer's certificate must chain to, PEM; a server given it demands a certificate")
	alpn := flags.String("alpn", "", "application protocols, with commas between them")
	minimum := flags.Uint("min", tls.VersionTLS12, "lowest version")
	maximum := flags.Uint("max", tls.VersionTLS13, "highest version")

	return func() (*tls.Config, error) {
		c := &tls.Config{MinVersion: uint16(*minimum), MaxVersion: uint16(*maximum)}
		if *alpn != "" {
			c.NextProtos = strings.Split(*alpn, ",")
		}
		if *cert != "" {
			pair, err := tls.LoadX509KeyPair(*cert, *key)
			if err != nil {
				return nil, err
			}
			c.Certificates = []tls.Certificate{pair}
		}
		if *roots != "" {
			text, err := os.ReadFile(*roots)
			if err != nil {
				return nil, err
			}
			pool := x509.NewCertPool()
			if !pool.AppendCertsFromPEM(text) {
				return nil, fmt.Errorf("%s: no certificate", *roots)
			}
			c.RootCAs, c.ClientCAs, c.ClientAuth = pool, pool, tls.RequireAndVerifyClientCert
		}
		return c, nil
	}
}

func serve(address string, c *tls.Config, starttls string) error {
	if _, known := dialogues[starttls]; !known && starttls != "" && starttls != "tds" {
		return fmt.Errorf("unknown protocol %q", starttls)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			if conn, err := upgraded(conn, starttls); err != nil {
				fmt.Fprintln(os.Stderr, "golang:", err)
			} else if conn != nil {
				answer(tls.Server(conn, c))
			}
		}()
	}
}

// upgraded speaks in the clear what comes before TLS, and returns what TLS is
// to be spoken on: nil where it never comes to that.
func upgraded(conn net.Conn, starttls string) (net.Conn, error) {
	_ = conn.SetDeadline(time.Now().Add(patience))
	if starttls == "" {
		return conn, nil
	}
	var began bool
	var err error
	if starttls == "tds" {
		wrapped := &tdsConn{Conn: conn}
		began, err = true, wrapped.prelogin()
		conn = wrapped
	} else {
		began, err = converse(conn, dialogues[starttls])
	}
	if err != nil || !began {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// answer reads one line and sends one, closes its side first, and then waits
// for the client to close the other.
func answer(conn *tls.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	request := make([]byte, 512)
	if _, err := conn.Read(request); err != nil {
		fmt.Fprintln(os.Stderr, "golang:", err)
		return
	}
	_, _ = io.WriteString(conn, "hello from crypto/tls\n")
	_ = conn.CloseWrite()
	_, _ = io.Copy(io.Discard, conn)
}

func dial(address string, c *tls.Config, starttls string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	plain, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	if starttls != "" {
		if err := request(plain, starttls); err != nil {
			return errors.Join(err, plain.Close())
		}
	}
	c.ServerName = host
	conn := tls.Client(plain, c)
	_ = conn.SetDeadline(time.Now().Add(patience))
	_, err = io.WriteString(conn, "hello\n")
	if err == nil {
		_, err = io.Copy(os.Stdout, conn)
	}
	return errors.Join(err, conn.Close())
}
