// A program with core/base/short_spin.cpp in it, started in several environments.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace leukolens {
namespace {

struct Said {
    std::string text;
    int status = -1;
};

/// environment: as env(1) takes it.
Said probe(const std::string& environment, const std::string& arguments = {}) {
    Said said;
    const std::string command = "env " + environment + " '" SHORT_SPIN_PROBE "' " + arguments;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return said;
    std::array<char, 256> part;
    while (fgets(part.data(), part.size(), pipe)) said.text += part.data();
    said.status = WEXITSTATUS(pclose(pipe));
    return said;
}

constexpr const char* kNeither = "-u GOMP_SPINCOUNT -u OMP_WAIT_POLICY";

TEST(ShortSpin, SetsTheTimeOfSpinningAndKeepsAllElse) {
    const Said said = probe(std::string(kNeither) + " LEUKOLENS_PROBE='a b'", "'with blank' Ä");
    EXPECT_EQ(said.text, "with blank\nÄ\nGOMP_SPINCOUNT=10000\nOMP_WAIT_POLICY=(none)\nLEUKOLENS_PROBE=a b\n");
    EXPECT_EQ(said.status, 7);
}

TEST(ShortSpin, LeavesAPersonsChoiceAlone) {
    EXPECT_EQ(probe("-u OMP_WAIT_POLICY -u LEUKOLENS_PROBE GOMP_SPINCOUNT=5").text, "GOMP_SPINCOUNT=5\nOMP_WAIT_POLICY=(none)\nLEUKOLENS_PROBE=(none)\n");
    EXPECT_EQ(probe("-u GOMP_SPINCOUNT -u LEUKOLENS_PROBE OMP_WAIT_POLICY=active").text, "GOMP_SPINCOUNT=(none)\nOMP_WAIT_POLICY=active\nLEUKOLENS_PROBE=(none)\n");
}

TEST(ShortSpin, StartsWithoutAnyEnvironment) {
    EXPECT_EQ(probe("-i").text, "GOMP_SPINCOUNT=10000\nOMP_WAIT_POLICY=(none)\nLEUKOLENS_PROBE=(none)\n");
}

}  // namespace
}  // namespace leukolens
