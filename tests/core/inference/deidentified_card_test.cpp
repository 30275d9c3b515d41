#include "core/inference/deidentified_card.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/inference/class_names.h"

namespace leukolens::inference {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kSha(64, 'a');

/// "Meier" in every text that a card has.
ModelCard namedCard() {
    ModelCard card;
    card.name = "Meier's model";
    card.description = "trained by Meier";
    card.network = "inception_v3";
    card.classes = {{"all", "blasts that Meier saw", {10, 2}, {}, {}}, {"hem", knownMeaning("hem"), {11, 3}, {}, {}}};
    card.blastClass = "all";
    card.threshold = 0.25;
    card.temperature = 1.5;
    card.eightBit = EightBitFacts{{{"Meier.conv", 1.0}}, 1, 100, "cells of Meier", "other cells of Meier"};
    card.training = {"patient", 1, 3, 7, "settings of Meier", kSha, "Meier.pth", false};
    card.metrics = {{kLockedSensitivity, 0.95, {}, {}, 0.95, "cells of Meier", "as Meier does it"}, {"what Meier measures", 1, {}, {}, 0.95, {}, {}}};
    card.program = "Leukolens 0.1.0";
    card.created = "2024-01-02T10:00:00Z";
    card.licence = "ask Meier";
    card.intendedUse = "for Meier";
    card.limits = "of Meier";
    card.weightsSha256 = kSha;
    return card;
}

TEST(DeidentifiedCard, SaysWhatTheModelIsAndNothingThatAPersonTyped) {
    ASSERT_THAT(toJson(namedCard()).dump(), HasSubstr("Meier"));
    const ModelCard hidden = deidentified(namedCard());
    EXPECT_THAT(toJson(hidden).dump(), Not(HasSubstr("Meier")));
    EXPECT_EQ(hidden.name, "inception_v3");
    EXPECT_EQ(hidden.network, "inception_v3");
    EXPECT_EQ(hidden.threshold, 0.25);
    EXPECT_EQ(hidden.temperature, 1.5);
    EXPECT_EQ(hidden.training.protocol, "patient");
    EXPECT_EQ(hidden.training.dataSha256, kSha);
    EXPECT_EQ(hidden.training.settingsSha256, "");
    ASSERT_EQ(hidden.metrics.size(), 1u);
    EXPECT_EQ(hidden.metrics[0].value, 0.95);
    EXPECT_EQ(hidden.classes[0].train.cells, 10);
    EXPECT_EQ(hidden.classes[0].meaning, "");
    EXPECT_EQ(hidden.classes[1].meaning, knownMeaning("hem"));
    EXPECT_EQ(hidden.program, "Leukolens 0.1.0");
    EXPECT_EQ(hidden.created, "");
}

TEST(DeidentifiedCard, CanBeReadAgain) {
    const auto hidden = deidentifiedCard(toJson(namedCard()).dump());
    ASSERT_TRUE(hidden);
    const auto again = modelCardFromJson(toJson(*hidden), {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->threshold, 0.25);
    EXPECT_FALSE(deidentifiedCard("Meier"));
    EXPECT_FALSE(deidentifiedCard("{}"));
}

TEST(DeidentifiedCard, ANetworkThatIsNotKnownHasNoName) {
    ModelCard card = namedCard();
    card.network = "Meier_v3";
    card.program = "Leukolens 0.1.0 of Meier";
    card.training.protocol = "Meier";
    const ModelCard hidden = deidentified(card);
    EXPECT_EQ(hidden.network, "model");
    EXPECT_THAT(toJson(hidden).dump(), Not(HasSubstr("Meier")));
}

}  // namespace
}  // namespace leukolens::inference
