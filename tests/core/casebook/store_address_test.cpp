#include "core/casebook/store_address.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <optional>

namespace leukolens::casebook::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A variable of the environment for one test.
class Variable {
public:
    Variable(const char* name, const char* value) : m_name(name) {
        if (const char* old = std::getenv(name)) m_old = old;
        ::setenv(name, value, 1);
    }
    ~Variable() { m_old ? ::setenv(m_name, m_old->c_str(), 1) : ::unsetenv(m_name); }

private:
    const char* m_name;
    std::optional<std::string> m_old;
};

class StoreAddressTest : public testing::Test {
protected:
    // Whatever the machine says, that of a test comes first.
    Variable host{"PGHOST", ""}, number{"PGHOSTADDR", ""}, tls{"PGSSLMODE", ""};
};

TEST_F(StoreAddressTest, WhatIsNoServerIsAFile) {
    for (const char* text : {"/data/cases.leukocases", "cases of Ana.db", "postgresql:cases", "C:/postgresql://x", "файл"}) {
        const auto address = StoreAddress::parse(text).value();
        EXPECT_FALSE(address.isServer()) << text;
        EXPECT_EQ(address.file(), text);
        EXPECT_EQ(address.shown(), text);
        EXPECT_EQ(address, StoreAddress(std::filesystem::path(text)));
    }
}

TEST_F(StoreAddressTest, ShowsAServerWithoutItsPassword) {
    const auto address = StoreAddress::parse("postgresql://eva:geh%20eim@lab.example:6432/cases?sslpassword=auch").value();
    EXPECT_TRUE(address.isServer());
    EXPECT_TRUE(address.file().empty());
    EXPECT_EQ(address.shown(), "postgresql://eva@lab.example:6432/cases");
    EXPECT_THAT(address.connection(), HasSubstr("password=geh%20eim&"));
    EXPECT_EQ(StoreAddress::parse("postgres://lab.example/cases")->shown(), "postgresql://lab.example/cases");
    EXPECT_EQ(StoreAddress::parse("postgresql://[2001:db8::1]/cases")->shown(), "postgresql://[2001:db8::1]/cases");
    EXPECT_EQ(StoreAddress::parse("postgresql:///cases?host=/run/lab&port=6000")->shown(), "postgresql:///cases?host=/run/lab&port=6000");
}

TEST_F(StoreAddressTest, AnotherComputerGetsTlsUnlessTheAddressSaysOtherwise) {
    const auto tlsOf = [](const std::string& text) {
        const std::string connection = StoreAddress::parse(text)->connection();
        const auto at = connection.find("sslmode=");
        return at == std::string::npos ? std::string() : connection.substr(at + 8, connection.find('&', at) - at - 8);
    };
    for (const char* there : {"postgresql://lab.example/c", "postgresql://192.168.1.5/c", "postgresql://[2001:db8::1]/c", "postgresql://localhost.example/c", "postgresql://localhost/c?hostaddr=10.0.0.7",
                              "postgresql:///c?host=lab.example", "postgresql://127.example.org/c"})
        EXPECT_EQ(tlsOf(there), "require") << there;
    for (const char* here : {"postgresql:///c", "postgresql://localhost/c", "postgresql://127.0.0.1:6000/c", "postgresql://[::1]/c", "postgresql:///c?host=/run/postgresql", "postgresql://lab/c?hostaddr=127.0.0.1"})
        EXPECT_EQ(tlsOf(here), "") << here;
    EXPECT_EQ(tlsOf("postgresql://lab.example/c?sslmode=disable"), "disable");
    EXPECT_EQ(tlsOf("postgresql://lab.example/c?sslmode=verify-full"), "verify-full");
    const Variable stricter("PGSSLMODE", "verify-ca");
    EXPECT_EQ(tlsOf("postgresql://lab.example/c"), "verify-ca");
    const Variable weaker("PGSSLMODE", "disable");
    EXPECT_EQ(tlsOf("postgresql://lab.example/c"), "require");
    const Variable elsewhere("PGHOSTADDR", "10.0.0.5");
    EXPECT_EQ(tlsOf("postgresql://localhost/c"), "require") << "libpq would go there";
}

TEST_F(StoreAddressTest, AServiceThatMayNameAnotherServerIsRefused) {
    const Variable service("PGSERVICE", "lab");
    EXPECT_EQ(StoreAddress::parse("postgresql:///cases").error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(StoreAddress::parse("/data/cases")->isServer());
}

TEST_F(StoreAddressTest, AServerThatTheEnvironmentNamesIsShownAndGetsTls) {
    const Variable elsewhere("PGHOST", "lab.example");
    const auto address = StoreAddress::parse("postgresql:///cases").value();
    EXPECT_EQ(address.shown(), "postgresql://lab.example/cases");
    EXPECT_THAT(address.connection(), HasSubstr("sslmode=require"));
    EXPECT_EQ(StoreAddress::parse("postgresql://here.example/cases")->shown(), "postgresql://here.example/cases");
}

TEST_F(StoreAddressTest, RefusesWhatItCannotReadAndRepeatsNoPassword) {
    for (const char* text : {"postgresql://eva:geheim@lab.example:5432/c?nonsense=1", "postgresql://eva:geheim%ZZ@lab.example/c", "postgresql://eva:geheim@[::1/c", "postgresql://eva:geheim@a,b/c",
                             "postgresql://eva:geheim@a:1,b:2/c", "postgresql://eva:geheim@/c?service=lab"}) {
        const auto address = StoreAddress::parse(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(address.error().message(), Not(HasSubstr("geheim"))) << text;
        EXPECT_FALSE(address.error().advice.empty());
    }
    EXPECT_FALSE(StoreAddress::parse(std::string("postgresql://lab/c\0d", 19)));
}

TEST_F(StoreAddressTest, HandsLibpqAnAddressWithoutBlanks) {
    const auto address = StoreAddress::parse("postgresql://eva:a%20b%3Dc%26'@lab.example/the%20cases?options=-c%20geqo%3Doff&client_encoding=LATIN1").value();
    EXPECT_THAT(address.connection(), Not(HasSubstr(" ")));
    EXPECT_THAT(address.connection(), HasSubstr("password=a%20b%3Dc%26%27&"));
    EXPECT_THAT(address.connection(), HasSubstr("options=-c%20geqo%3Doff&"));
    EXPECT_THAT(address.connection(), testing::EndsWith("&client_encoding=UTF8"));
    EXPECT_THAT(address.connection(), Not(HasSubstr("LATIN1")));
}

}  // namespace
}  // namespace leukolens::casebook::test
