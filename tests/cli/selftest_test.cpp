#include <gtest/gtest.h>

#include <map>

#include "tests/cli/program.h"

namespace leukolens {
namespace {

// One run: it trains a network.
TEST(Selftest, EveryPartAnswersAndParityIsInNumbers) {
    const auto ran = test::runProgram({"selftest", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("failed"), 0) << ran.err;

    std::map<std::string, nlohmann::json> checks;
    for (const auto& check : json.at("checks")) {
        checks[check.at("name")] = check;
        if (check.at("status") == "passed") continue;
        EXPECT_EQ(check.at("status"), "skipped") << check;
        EXPECT_TRUE(check.at("detail") == "no GPU here" || check.at("detail") == "this processor has no bf16") << check;
    }
    EXPECT_EQ(json.at("passed").get<std::size_t>() + json.at("skipped").get<std::size_t>(), checks.size());
    EXPECT_EQ(checks.at("PDF written").at("status"), "passed") << "a computer without a GPU is checked to the end";

    const auto& parity = checks.at("network parity, CPU, fp32");
    EXPECT_EQ(parity.at("status"), "passed");
    EXPECT_EQ(parity.at("parity").size(), 11u);
    for (const auto& compared : parity.at("parity")) EXPECT_LE(compared.at("difference").get<double>(), compared.at("tolerance").get<double>()) << compared;
    EXPECT_NE(parity.at("detail").get<std::string>().find("logits at 299 px"), std::string::npos) << parity;
    EXPECT_FALSE(checks.at("cell classified").contains("parity"));
}

}  // namespace
}  // namespace leukolens
