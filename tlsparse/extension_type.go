package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// ExtensionType is the type of an extension.
type ExtensionType uint16

// String returns the type's IANA name, "GREASE", or its value in hex.
func (t ExtensionType) String() string {
	name, ok := iana.ExtensionName(uint16(t))
	return nameOr(name, ok, uint16(t))
}

// IsGREASE reports whether the value is reserved by RFC 8701.
func (t ExtensionType) IsGREASE() bool { return IsGREASE(uint16(t)) }

// The extensions that are read. Those not followed by a function's name have an
// empty body, or one whose length says all.
const (
	ExtensionServerName              ExtensionType = 0      // ParseServerName
	ExtensionMaxFragmentLength       ExtensionType = 1      // ParseMaxFragmentLength
	ExtensionStatusRequest           ExtensionType = 5      // ParseStatusRequest
	ExtensionSupportedGroups         ExtensionType = 10     // ParseSupportedGroups
	ExtensionECPointFormats          ExtensionType = 11     // ParseECPointFormats
	ExtensionSignatureAlgorithms     ExtensionType = 13     // ParseSignatureAlgorithms
	ExtensionHeartbeat               ExtensionType = 15     // HeartbeatMode
	ExtensionALPN                    ExtensionType = 16     // ParseALPN
	ExtensionStatusRequestV2         ExtensionType = 17     // ParseStatusRequestV2
	ExtensionSCT                     ExtensionType = 18     // ParseSCTList
	ExtensionEncryptThenMAC          ExtensionType = 22     // RFC 7366
	ExtensionExtendedMasterSecret    ExtensionType = 23     // RFC 7627
	ExtensionCompressCertificate     ExtensionType = 27     // ParseCertificateCompression
	ExtensionRecordSizeLimit         ExtensionType = 28     // ParseRecordSizeLimit
	ExtensionDelegatedCredentials    ExtensionType = 34     // ParseSignatureAlgorithms
	ExtensionSessionTicket           ExtensionType = 35     // RFC 5077, section 3.2: the ticket itself
	ExtensionKeyShareDraft           ExtensionType = 40     // of TLS 1.3's drafts to 22
	ExtensionPreSharedKey            ExtensionType = 41     // ParsePreSharedKeyOffer, ParseSelectedIdentity
	ExtensionEarlyData               ExtensionType = 42     // ParseMaxEarlyDataSize in a NewSessionTicket
	ExtensionSupportedVersions       ExtensionType = 43     // ParseSupportedVersions, ParseSelectedVersion
	ExtensionCookie                  ExtensionType = 44     // ParseCookie
	ExtensionPSKKeyExchangeModes     ExtensionType = 45     // ParsePSKKeyExchangeModes
	ExtensionCertificateAuthorities  ExtensionType = 47     // ParseCertificateAuthorities
	ExtensionSignatureAlgorithmsCert ExtensionType = 50     // ParseSignatureAlgorithms
	ExtensionKeyShare                ExtensionType = 51     // ParseClientKeyShares, ParseServerKeyShare
	ExtensionConnectionID            ExtensionType = 54     // ParseConnectionID
	ExtensionQUICTransportParameters ExtensionType = 57     // TransportParameters
	ExtensionApplicationSettings     ExtensionType = 17513  // draft-vvv-tls-alps-01
	ExtensionApplicationSettingsNew  ExtensionType = 17613  // the same under another number
	ExtensionECH                     ExtensionType = 0xfe0d // ParseECH
	ExtensionESNI                    ExtensionType = 0xffce // ECH's forerunner, draft-ietf-tls-esni-02
	ExtensionRenegotiationInfo       ExtensionType = 0xff01 // ParseRenegotiationInfo
)
