package packet

import (
	"strconv"

	"github.com/tlssniff/tlssniff/capture"
)

// linkTypeName returns the registry's name of a link type that can't be read,
// without its prefix LINKTYPE_, or the number of one that is seldom met.
func linkTypeName(t capture.LinkType) string {
	if name, ok := linkTypeNames[t]; ok {
		return name
	}
	return strconv.Itoa(int(t))
}

// linkTypeNames has the link types that people do capture with (tcpdump.org/linktypes.html).
var linkTypeNames = map[capture.LinkType]string{
	3:   "AX25",
	6:   "IEEE802_5",
	7:   "ARCNET_BSD",
	8:   "SLIP",
	11:  "ATM_RFC1483 (BSD)",
	100: "ATM_RFC1483",
	107: "FRELAY",
	114: "LTALK",
	122: "IP_OVER_FC",
	123: "SUNATM",
	129: "ARCNET_LINUX",
	138: "APPLE_IP_OVER_IEEE1394",
	140: "MTP2",
	141: "MTP3",
	142: "SCCP",
	143: "DOCSIS",
	144: "LINUX_IRDA",
	147: "USER0",
	162: "USER15",
	163: "IEEE802_11_AVS",
	187: "BLUETOOTH_HCI_H4",
	189: "USB_LINUX",
	192: "PPI",
	195: "IEEE802_15_4_WITHFCS",
	196: "SITA",
	201: "BLUETOOTH_HCI_H4_WITH_PHDR",
	206: "FRELAY_WITH_DIR",
	209: "IPMB_LINUX",
	220: "USB_LINUX_MMAPPED",
	227: "CAN_SOCKETCAN",
	230: "IEEE802_15_4_NOFCS",
	231: "DBUS",
	240: "NETANALYZER",
	242: "IPOIB",
	247: "INFINIBAND",
	248: "SCTP",
	249: "USBPCAP",
	251: "BLUETOOTH_LE_LL",
	252: "WIRESHARK_UPPER_PDU",
	253: "NETLINK",
	254: "BLUETOOTH_LINUX_MONITOR",
	256: "BLUETOOTH_LE_LL_WITH_PHDR",
	266: "USB_DARWIN",
	271: "VSOCK",
	272: "NORDIC_BLE",
	281: "DSA_TAG_BRCM",
	283: "IEEE802_15_4_TAP",
	288: "USB_2_0",
}
