package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// peers are servers in one namespace of a network, and clients in the other.
type peers struct {
	*network
	key, certificate string // files
	config           *tls.Config
	ended            int // connections that are over
}

// The ports that the servers listen at.
const (
	opensslPort = "443"
	goPort      = "8443"
	mutualPort  = "9443"
	nginxPort   = "4443"
	smtpPort    = "25"
)

// newPeers starts the servers.
func newPeers(n *network) *peers {
	n.t.Helper()
	dir := n.t.TempDir()
	p := &peers{network: n, key: filepath.Join(dir, "key.pem"), certificate: filepath.Join(dir, "certificate.pem")}
	n.run("openssl req -x509 -newkey rsa:2048 -nodes -keyout " + p.key + " -out " + p.certificate +
		" -subj /CN=live.example -addext subjectAltName=DNS:live.example -days 30")
	pair, err := tls.LoadX509KeyPair(p.certificate, p.key)
	if err != nil {
		n.t.Fatal(err)
	}
	p.config = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	n.start(n.server, nil, "openssl", "s_server", "-accept", opensslPort, "-cert", p.certificate, "-key", p.key, "-www", "-quiet")
	p.listen(goPort, func(c net.Conn) { answer(tls.Server(c, p.config)) })
	mutual := p.config.Clone()
	mutual.ClientAuth = tls.RequireAnyClientCert
	p.listen(mutualPort, func(c net.Conn) { answer(tls.Server(c, mutual)) })
	p.listen(smtpPort, p.mail)
	p.nginx(dir)
	return p
}

// listen serves connections to a port of the server.
func (p *peers) listen(port string, serve func(net.Conn)) {
	p.t.Helper()
	var l net.Listener
	p.in(p.server, func() {
		var err error
		if l, err = net.Listen("tcp", net.JoinHostPort(p.ip, port)); err != nil {
			p.t.Error(err)
		}
	})
	p.t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
}

// answer reads one line and says it again.
func answer(c net.Conn) {
	defer c.Close()
	if line, err := textproto.NewConn(c).ReadLine(); err == nil {
		fmt.Fprintf(c, "%s\r\n", line)
	}
}

// mail speaks as much SMTP as it takes to begin TLS.
func (p *peers) mail(c net.Conn) {
	defer c.Close()
	text := textproto.NewConn(c)
	text.PrintfLine("220 live.example")
	for {
		line, err := text.ReadLine()
		switch {
		case err != nil:
			return
		case strings.HasPrefix(line, "EHLO"):
			text.PrintfLine("250-live.example")
			text.PrintfLine("250 STARTTLS")
		case line == "STARTTLS":
			text.PrintfLine("220 go on")
			secure := tls.Server(c, p.config)
			text = textproto.NewConn(secure)
			defer secure.Close()
		default:
			text.PrintfLine("221 bye")
			return
		}
	}
}

// nginx starts one, where it is installed.
func (p *peers) nginx(dir string) {
	if !installed("nginx") {
		return
	}
	file := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf("daemon off; pid %s/pid; error_log stderr; events {} http { access_log off; server { listen %s ssl; "+
		"ssl_certificate %s; ssl_certificate_key %s; return 200; } }", dir, nginxPort, p.certificate, p.key)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.start(p.server, nil, "nginx", "-c", file, "-p", dir)
}

func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// talk makes connections that are established, upgraded, refused by either side, and one that stays open. What is to
// be learnt of the servers is there to be learnt before anything fails.
func (p *peers) talk() {
	p.openssl("-servername live.example -tls1_3")
	p.openssl("-tls1_2")
	p.golang(goPort, &tls.Config{InsecureSkipVerify: true, ServerName: "live.example"})
	p.golang(goPort, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
	p.golang(mutualPort, &tls.Config{InsecureSkipVerify: true, Certificates: p.config.Certificates})
	p.upgrade()
	if installed("curl") {
		p.curl("-k", opensslPort)
		if installed("nginx") {
			p.curl("-k", nginxPort)
		}
	}
	time.Sleep(time.Second)
	p.openssl("-servername live.example -verify_return_error")
	p.openssl("-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0")
	if installed("curl") {
		p.curl("-sS", opensslPort)
	}
	p.golang(goPort, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10})
	p.golang(goPort, &tls.Config{ServerName: "live.example", RootCAs: x509.NewCertPool()})
	p.golang(mutualPort, &tls.Config{InsecureSkipVerify: true})
	p.hold()
}

// openssl connects with OpenSSL's client; it may fail.
func (p *peers) openssl(flags string) {
	args := append([]string{"netns", "exec", p.client, "openssl", "s_client", "-connect", p.ip + ":" + opensslPort}, strings.Fields(flags)...)
	cmd := exec.Command("ip", args...)
	cmd.Stdin = strings.NewReader("Q\n")
	_ = cmd.Run()
	p.ended++
}

func (p *peers) curl(flag, port string) {
	_ = exec.Command("ip", "netns", "exec", p.client, "curl", flag, "--max-time", "5", "--resolve", "live.example:"+port+":"+p.ip, "https://live.example:"+port+"/").Run()
	p.ended++
}

// dial connects to a port of the server.
func (p *peers) dial(port string) net.Conn {
	p.t.Helper()
	var c net.Conn
	p.in(p.client, func() {
		var err error
		if c, err = net.Dial("tcp", net.JoinHostPort(p.ip, port)); err != nil {
			p.t.Error(err)
		}
	})
	c.SetDeadline(time.Now().Add(time.Minute))
	return c
}

// golang connects with Go's client; it may fail.
func (p *peers) golang(port string, config *tls.Config) {
	p.t.Helper()
	c := tls.Client(p.dial(port), config)
	defer c.Close()
	if _, err := fmt.Fprintf(c, "hello\r\n"); err == nil {
		_, _ = textproto.NewConn(c).ReadLine()
	}
	p.ended++
}

// upgrade says STARTTLS to the mail server.
func (p *peers) upgrade() {
	p.t.Helper()
	c, err := smtp.NewClient(p.dial(smtpPort), "live.example")
	if err == nil {
		err = c.StartTLS(&tls.Config{InsecureSkipVerify: true, ServerName: "live.example"})
	}
	if err == nil {
		err = c.Quit()
	}
	if err != nil {
		p.t.Error(err)
	}
	p.ended++
}

// hold makes a connection that stays open until the test ends.
func (p *peers) hold() {
	p.t.Helper()
	c := tls.Client(p.dial(goPort), &tls.Config{InsecureSkipVerify: true})
	p.t.Cleanup(func() { c.Close() })
	if err := c.Handshake(); err != nil {
		p.t.Error(err)
	}
}
