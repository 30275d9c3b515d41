#include "core/report/run_report.h"

#include <gmock/gmock.h>

namespace leukolens::report {
namespace {

using testing::Contains;
using testing::Key;
using testing::Not;
using testing::Pair;

TEST(RunReport, TellsEverySettingAsItWasUsed) {
    experiment::RunRecord record;
    record.result.settings.inputPx = 299;
    record.result.settings.learningRate = 5e-4;
    record.result.settings.seed = 18'446'744'073'709'551'615u;
    record.result.settings.weightsFile = "/somewhere/inception_v3.pth";
    record.result.device = "cpu";
    record.result.precision = "bf16";
    const RunReport report = makeRunReport(record);
    EXPECT_THAT(report.settings, Contains(Pair("Protocol", "patient")));
    EXPECT_THAT(report.settings, Contains(Pair("Peak learning rate", "0.0005")));
    EXPECT_THAT(report.settings, Contains(Pair("Seed", "18446744073709551615")));
    EXPECT_THAT(report.settings, Contains(Pair("Pretrained weights", "inception_v3.pth")));
    EXPECT_THAT(report.settings, Contains(Pair("Auxiliary loss weight", "0.4")));
    EXPECT_THAT(report.settings, Contains(Pair("Device", "cpu (auto)")));
    EXPECT_THAT(report.settings, Contains(Pair("Precision", "bf16 (auto)")));
    EXPECT_EQ(report.settingsHash, experiment::settingsHash(record.result.settings));
    EXPECT_FALSE(report.optimistic);
}

TEST(RunReport, SaysThatThePaperProtocolIsOptimistic) {
    experiment::RunRecord record;
    record.result.settings.protocol = dataset::Protocol::Paper;
    EXPECT_TRUE(makeRunReport(record).optimistic);
}

TEST(RunReport, SaysThatTheAuxiliaryHeadIsNotRunForSmallInputs) {
    experiment::RunRecord record;
    record.result.settings.inputPx = 139;
    EXPECT_THAT(makeRunReport(record).settings, Contains(Pair("Auxiliary loss weight", "not run below 299 px")));
    EXPECT_THAT(makeRunReport(record).settings, Contains(Pair("Network", "InceptionV3")));
}

TEST(RunReport, TellsOfAnAuxiliaryHeadOnlyWhereTheNetworkHasOne) {
    experiment::RunRecord record;
    record.result.settings.network = "leuknet";
    EXPECT_THAT(makeRunReport(record).settings, Not(Contains(Key("Auxiliary loss weight"))));
    EXPECT_THAT(makeRunReport(record).settings, Contains(Pair("Network", "LeukNet")));
}

}  // namespace
}  // namespace leukolens::report
