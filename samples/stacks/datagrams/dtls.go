package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/pion/dtls/v3"
)

// forDTLS returns what both ends are asked for.
func (o *options) forDTLS() []dtls.Option {
	all := []dtls.Option{dtls.WithServerName(o.serverName)}
	if len(o.certificates) > 0 {
		all = append(all, dtls.WithCertificates(o.certificates...))
	}
	if o.roots != nil {
		all = append(all, dtls.WithRootCAs(o.roots))
	}
	if o.cid >= 0 {
		all = append(all, dtls.WithConnectionIDGenerator(dtls.RandomCIDGenerator(o.cid)))
	}
	return all
}

func serveDTLS(address string, o *options) error {
	local, err := net.ResolveUDPAddr("udp", address)
	if err != nil {
		return err
	}
	var all []dtls.ServerOption
	for _, option := range o.forDTLS() {
		all = append(all, option)
	}
	listener, err := dtls.ListenWithOptions("udp", local, all...)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go answerDTLS(conn)
	}
}

func answerDTLS(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	request := make([]byte, 512)
	if _, err := conn.Read(request); err != nil {
		fmt.Fprintln(os.Stderr, "datagrams:", err)
		return
	}
	_, _ = io.WriteString(conn, "hello from pion\n")
	_, _ = conn.Read(request)
}

func dialDTLS(address string, o *options) error {
	remote, err := net.ResolveUDPAddr("udp", address)
	if err != nil {
		return err
	}
	var all []dtls.ClientOption
	for _, option := range o.forDTLS() {
		all = append(all, option)
	}
	conn, err := dtls.DialWithOptions("udp", remote, all...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return errors.Join(err, conn.Close())
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	_, err = io.WriteString(conn, "hello\n")
	answer := make([]byte, 512)
	if err == nil {
		var n int
		n, err = conn.Read(answer)
		os.Stdout.Write(answer[:n])
	}
	return errors.Join(err, conn.Close())
}
