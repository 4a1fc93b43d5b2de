#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "tests/support/peer.hpp"

namespace wib::testing {

/// A certificate authority made for one test, with its PEM file.
class TestAuthority {
  public:
    struct Identity {
        std::shared_ptr<X509> certificate;
        std::shared_ptr<EVP_PKEY> key;
    };

    TestAuthority() {
        self_ = make("wib test authority", "", nullptr);
        auto pattern = (std::filesystem::temp_directory_path() / "wib-ca-XXXXXX").string();
        const int descriptor = ::mkstemp(pattern.data());
        file_ = pattern;
        FILE* out = ::fdopen(descriptor, "w");
        PEM_write_X509(out, self_.certificate.get());
        std::fclose(out);
    }
    ~TestAuthority() { std::filesystem::remove(file_); }
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    [[nodiscard]] const std::string& file() const { return file_; }
    /// `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] Identity issue(const std::string& names) const { return make("wib test", names, &self_); }
    [[nodiscard]] static Identity self_signed(const std::string& names) { return make("wib test", names, nullptr); }

  private:
    static Identity make(const std::string& name, const std::string& alternative_names, const Identity* issuer) {
        Identity made{{X509_new(), X509_free}, {EVP_EC_gen("P-256"), EVP_PKEY_free}};
        auto* x = made.certificate.get();
        X509_set_version(x, 2);
        static std::atomic<long> serial = 1;
        ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
        X509_gmtime_adj(X509_getm_notBefore(x), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x), 24 * 3600);
        X509_set_pubkey(x, made.key.get());
        auto* subject = X509_get_subject_name(x);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                   -1, -1, 0);
        X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer->certificate.get()) : subject);
        const auto extend = [&](int kind, const std::string& value) {
            X509V3_CTX context;
            X509V3_set_ctx_nodb(&context);
            X509V3_set_ctx(&context, issuer ? issuer->certificate.get() : x, x, nullptr, nullptr, 0);
            auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
            X509_add_ext(x, extension, -1);
            X509_EXTENSION_free(extension);
        };
        if (alternative_names.empty()) {
            extend(NID_basic_constraints, "critical,CA:TRUE");
            extend(NID_key_usage, "critical,keyCertSign,cRLSign");
        } else {
            extend(NID_subject_alt_name, alternative_names);
        }
        X509_sign(x, issuer ? issuer->key.get() : made.key.get(), EVP_sha256());
        return made;
    }

    Identity self_;
    std::string file_;
};

/// A server whose every byte a test decides: each connection runs the script on a thread of its own, in blocking calls.
class ScriptedServer {
  public:
    using Script = std::function<void(Peer& peer, int connection)>;

    explicit ScriptedServer(Script script, std::optional<TestAuthority::Identity> identity = std::nullopt,
                            int newest_tls = TLS1_3_VERSION)
        : script_(std::move(script)) {
        std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
        if (identity) {
            tls_.reset(SSL_CTX_new(TLS_server_method()));
            SSL_CTX_set_security_level(tls_.get(), 0);
            SSL_CTX_set_min_proto_version(tls_.get(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(tls_.get(), newest_tls);
            SSL_CTX_use_certificate(tls_.get(), identity->certificate.get());
            SSL_CTX_use_PrivateKey(tls_.get(), identity->key.get());
        }
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0)
            throw std::runtime_error{"cannot listen"};
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        accepting_ = std::thread{[this] { accept_all(); }};
    }
    ~ScriptedServer() {
        ::shutdown(listener_, SHUT_RDWR);
        accepting_.join();
        ::close(listener_);
        {
            const std::scoped_lock lock{mutex_};
            for (auto& peer : peers_) peer.interrupt();
        }
        for (auto& thread : threads_) thread.join();
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url(std::string_view scheme, std::string_view path,
                                  std::string_view host = "localhost") const {
        return std::string{scheme} + "://" + std::string{host} + ':' + std::to_string(port_) + std::string{path};
    }
    [[nodiscard]] int connections() const { return connections_; }

  private:
    void accept_all() {
        for (;;) {
            const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0) return;
            const std::scoped_lock lock{mutex_};
            auto& peer = peers_.emplace_back(descriptor);
            threads_.emplace_back([this, &peer, number = connections_++] {
                if (tls_ && !peer.begin_tls(tls_.get())) {
                    peer.interrupt();
                    return;
                }
                script_(peer, number);
                peer.interrupt();
            });
        }
    }
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };

    Script script_;
    std::unique_ptr<SSL_CTX, Free> tls_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::list<Peer> peers_;
    std::list<std::thread> threads_;
    std::thread accepting_;
};

inline std::string http_reply(int status, std::string_view body, std::string_view more_headers = {}) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{more_headers} + "\r\n" + std::string{body};
}

}  // namespace wib::testing
