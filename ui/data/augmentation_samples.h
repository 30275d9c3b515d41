// One cell as training would show it, eight times: made on a worker, drawn by a widget.
#pragma once

#include <QImage>
#include <QWidget>

#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/engine/augment_settings.h"
#include "core/stain/stain_reference.h"

namespace leukolens::ui {

inline constexpr int kAugmentationSamples = 8;

struct AugmentationRequest {
    std::filesystem::path cell;
    int inputPx = 299;
    engine::AugmentSettings settings;
    std::uint64_t seed = 1;
    std::int64_t step = 0;  ///< of a training: each has other samples
    stain::StainMethod stain = stain::StainMethod::None;
};

struct AugmentationSamples {
    QImage original;              ///< as the network gets it without augmentation
    std::vector<QImage> samples;  ///< kAugmentationSamples
    std::optional<stain::StainOutcome> stain;  ///< what bringing the cell to one stain did; empty: that is off
};

/// Reads the cell, brings it to one stain and resizes it as training does, and augments a batch of it. On a long-lived worker. Fails as image::decodeFile() does.
Result<AugmentationSamples> makeAugmentationSamples(const AugmentationRequest& request);

/// The original, large, and the samples beside it in two rows.
class AugmentationView : public QWidget {
    Q_OBJECT
public:
    explicit AugmentationView(QWidget* parent = nullptr);
    void show(AugmentationSamples samples);
    void clear();
    const AugmentationSamples& samples() const { return m_samples; }
    QString originalText() const;  ///< what stands above the original

protected:
    void paintEvent(QPaintEvent* event) override;
    QSize sizeHint() const override { return {640, 280}; }
    QSize minimumSizeHint() const override { return {360, 160}; }

private:
    AugmentationSamples m_samples;
};

}  // namespace leukolens::ui
