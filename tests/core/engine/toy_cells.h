// Cells that anyone can tell apart, for tests of training: the first half mostly red, the others mostly blue.
#pragma once

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/random.h"
#include "core/engine/trainer.h"

namespace leukolens::engine {

inline constexpr int kToyPx = 75;

class ToyCells : public testing::Test {
protected:
    ToyCells() : m_store(8, kToyPx), m_labels(8), m_all(8) {
        Random random(1);
        for (int i = 0; i < 8; ++i) {
            m_labels[static_cast<std::size_t>(i)] = i < 4 ? 0 : 1;
            auto pixels = m_store.cell(i);
            for (std::size_t p = 0; p < pixels.size(); ++p)
                pixels[p] = static_cast<std::uint8_t>(random.below(60) + (p % 3 == (i < 4 ? 0u : 2u) ? 180 : 10));
        }
        std::iota(m_all.begin(), m_all.end(), 0);
    }

    std::unique_ptr<Trainer> trainer(TrainerSettings settings = {}) {
        settings.batch = 3;
        auto made = Trainer::create(settings, m_store, m_labels);
        EXPECT_TRUE(made);
        return std::move(*made);
    }

    void step(Trainer& trainer, double rate, int times = 1) {
        for (int i = 0; i < times; ++i) ASSERT_TRUE(trainer.step(m_all, rate));
    }

    Evaluation evaluate(Trainer& trainer) { return *trainer.evaluate(m_all, {}); }

    PixelStore m_store;
    std::vector<int> m_labels, m_all;
};

/// The tensors of a network as a file of weights.
inline weights::WeightsFile weightsOf(const Trainer& trainer) {
    const auto bytes = std::make_shared<const Bytes>(trainer.serialised());
    return *weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors");
}

}  // namespace leukolens::engine
