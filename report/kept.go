package report

// Kept tells about the packets that a run kept.
type Kept struct {
	Connections, Packets int64
	losses               []string
}

// Lose tells how many connections or handshakes were not kept, if any, and of what of them that is true.
func (k *Kept) Lose(what, which string, count int64) {
	if count > 0 {
		k.losses = append(k.losses, plural(count, what)+" "+which)
	}
}

func (k *Kept) write(l *lines) {
	if k == nil {
		return
	}
	l.add("kept", plural(k.Packets, "packet")+" of "+plural(k.Connections, "connection"))
	for _, loss := range k.losses {
		l.add("not kept", loss)
	}
}
