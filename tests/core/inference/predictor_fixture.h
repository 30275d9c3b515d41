// A small model with random weights, and drawn cells for it.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "core/dataset/demo_cells.h"
#include "core/image/picture_facts.h"
#include "core/inference/model_bundle.h"
#include "core/inference/predictor.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::inference {

inline std::vector<image::Image> pictures(int count) {
    dataset::DemoSettings settings;
    settings.sizePx = 120;
    std::vector<image::Image> drawn;
    for (int i = 0; i < count; ++i) drawn.push_back(dataset::drawDemoCell(settings, i % 12, i % 2 == 0, i));
    return drawn;
}

class PredictorTest : public testing::Test {
protected:
    /// The same weights under another card.
    void rewrite(const char* name, const std::function<void(ModelCard&)>& change, const ReferenceCells* references = nullptr) {
        const auto bundle = readModelBundle(m_model);
        ASSERT_TRUE(bundle);
        auto card = bundle->card;
        change(card);
        ASSERT_TRUE(writeModelBundle(m_folder / name, card, weights::writeSafetensors(bundle->weights.tensors()), references));
    }

    test::TempFolder m_folder;
    std::filesystem::path m_model = test::makeTinyModel(m_folder.path());
};

}  // namespace leukolens::inference
