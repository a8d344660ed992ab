// A peer of the bench: reads one dossier as Motcua does, with net/http and pgx. The same token check (ES256, verified
// tokens cached), the same statements in one batch (one round trip, one implicit transaction), the same headers, the
// same line in the log. Usage: peer ADDRESS DATABASE POOL PUBLIC-KEY.pem ISSUER CONTEXT.sql READ.sql
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log"
	"math/big"
	"math/rand"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

type claims struct {
	Issuer    string   `json:"iss"`
	Audience  string   `json:"aud"`
	Account   string   `json:"sub"`
	Role      string   `json:"role"`
	Units     []string `json:"units"`
	Assurance string   `json:"acr"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
}

type server struct {
	pool    *pgxpool.Pool
	key     *ecdsa.PublicKey
	issuer  string
	context string
	read    string
	log     *log.Logger
	mutex   sync.RWMutex
	tokens  map[string]*claims
}

const cachedTokens = 8192

var errToken = errors.New("no genuine token")

func (s *server) verify(token string) (*claims, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, errToken
	}
	header, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		return nil, errToken
	}
	var kind struct {
		Algorithm string `json:"alg"`
	}
	if json.Unmarshal(header, &kind) != nil || kind.Algorithm != "ES256" {
		return nil, errToken
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return nil, errToken
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	r, v := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(s.key, digest[:], r, v) {
		return nil, errToken
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, errToken
	}
	found := new(claims)
	if json.Unmarshal(payload, found) != nil || found.Issuer != s.issuer || found.Audience != "motcua" {
		return nil, errToken
	}
	return found, nil
}

func (s *server) caller(authorization string) (*claims, error) {
	if !strings.HasPrefix(authorization, "Bearer ") {
		return nil, errToken
	}
	token := authorization[len("Bearer "):]
	s.mutex.RLock()
	found := s.tokens[token]
	s.mutex.RUnlock()
	if found == nil {
		fresh, err := s.verify(token)
		if err != nil {
			return nil, err
		}
		found = fresh
		s.mutex.Lock()
		if len(s.tokens) >= cachedTokens {
			s.tokens = make(map[string]*claims)
		}
		s.tokens[token] = found
		s.mutex.Unlock()
	}
	if now := time.Now().Unix(); found.Expires <= now || found.NotBefore > now+30 {
		return nil, errToken
	}
	return found, nil
}

func newID() string {
	var b [16]byte
	now := uint64(time.Now().UnixMilli())
	rand.Read(b[6:])
	for i := 0; i < 6; i++ {
		b[i] = byte(now >> (40 - 8*i))
	}
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func isID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// One round trip: both statements and one Sync, hence one transaction.
func (s *server) dossier(ctx context.Context, caller *claims, request, id string) (etag, body string, err error) {
	batch := &pgx.Batch{}
	batch.Queue(s.context, caller.Account, caller.Role, caller.Assurance, "motcua-key "+request)
	batch.Queue(s.read, id)
	results := s.pool.SendBatch(ctx, batch)
	defer results.Close()
	if _, err = results.Exec(); err != nil {
		return
	}
	err = results.QueryRow().Scan(&etag, &body)
	return
}

func (s *server) answer(w http.ResponseWriter, r *http.Request, request string) (account string, status, length int) {
	id := strings.TrimPrefix(r.URL.Path, "/v1/dossiers/")
	header := w.Header()
	plain := strings.ReplaceAll(request, "-", "")
	header.Set("X-Request-Id", request)
	header.Set("Traceparent", "00-"+plain+"-"+plain[16:]+"-00")
	header.Set("Cache-Control", "no-store")
	caller, err := s.caller(r.Header.Get("Authorization"))
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return "", http.StatusUnauthorized, 0
	}
	if r.Method != http.MethodGet || !isID(id) {
		w.WriteHeader(http.StatusNotFound)
		return caller.Account, http.StatusNotFound, 0
	}
	etag, body, err := s.dossier(r.Context(), caller, request, id)
	if err != nil {
		status = http.StatusInternalServerError
		if errors.Is(err, pgx.ErrNoRows) {
			status = http.StatusNotFound
		}
		w.WriteHeader(status)
		return caller.Account, status, 0
	}
	header.Set("Content-Type", "application/json")
	header.Set("Etag", etag)
	header.Set("Content-Length", fmt.Sprint(len(body)))
	_, _ = w.Write([]byte(body))
	return caller.Account, http.StatusOK, len(body)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	request := newID()
	account, status, length := s.answer(w, r, request)
	s.log.Printf(`{"time":"%s","level":"info","event":"request","op":"getDossier","status":%d,"us":%d,"bytes_out":%d,`+
		`"request":"%s","account":"%s"}`, begin.UTC().Format("2006-01-02T15:04:05.000Z"), status,
		time.Since(begin).Microseconds(), length, request, account)
}

func statement(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}

func main() {
	if len(os.Args) != 8 {
		log.Fatal("usage: peer ADDRESS DATABASE POOL PUBLIC-KEY.pem ISSUER CONTEXT.sql READ.sql")
	}
	block, _ := pem.Decode([]byte(statement(os.Args[4])))
	if block == nil {
		log.Fatal("no public key")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		log.Fatal(err)
	}
	pool, err := pgxpool.Connect(context.Background(),
		fmt.Sprintf("%s pool_max_conns=%s pool_min_conns=%s", os.Args[2], os.Args[3], os.Args[3]))
	if err != nil {
		log.Fatal(err)
	}
	s := &server{pool: pool, key: key.(*ecdsa.PublicKey), issuer: os.Args[5], context: statement(os.Args[6]),
		read: statement(os.Args[7]), log: log.New(os.Stdout, "", 0), tokens: make(map[string]*claims)}
	log.Fatal(http.ListenAndServe(os.Args[1], s))
}
