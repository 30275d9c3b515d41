#include "ui/data/augmentation_samples.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

#include "core/engine/augmentation_preview.h"
#include "core/image/decode.h"
#include "core/stain/network_pixels.h"
#include "core/stain/stain_target.h"
#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kColumns = 4, kRows = 2;

QImage toPicture(std::span<const std::uint8_t> rgb, int sizePx) {
    return QImage(rgb.data(), sizePx, sizePx, sizePx * 3, QImage::Format_RGB888).copy();
}

void drawPicture(QPainter& painter, const QImage& picture, const QRectF& box) {
    QPainterPath outline;
    outline.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.save();
    painter.setClipPath(outline);
    painter.drawImage(box, picture);
    painter.restore();
    painter.setPen(Theme::border());
    painter.drawPath(outline);
}

}  // namespace

Result<AugmentationSamples> makeAugmentationSamples(const AugmentationRequest& request) {
    const auto picture = image::decodeFile(request.cell);
    if (!picture) return fail(picture.error());
    const auto bytes = static_cast<std::size_t>(request.inputPx) * static_cast<std::size_t>(request.inputPx) * 3;
    std::vector<std::uint8_t> batch(bytes * kAugmentationSamples);
    const std::span<std::uint8_t> first(batch.data(), bytes);
    const auto outcome = stain::networkPixels(*picture, stain::fixedReference(request.stain), request.inputPx, first);
    for (std::size_t i = 1; i < kAugmentationSamples; ++i) std::ranges::copy(first, batch.begin() + static_cast<std::ptrdiff_t>(i * bytes));
    AugmentationSamples made;
    if (request.stain != stain::StainMethod::None) made.stain = outcome;
    made.original = toPicture(first, request.inputPx);
    const auto augmented = engine::augmentedPictures(batch, request.inputPx, request.settings, request.seed, request.step);
    for (std::size_t i = 0; i < kAugmentationSamples; ++i) made.samples.push_back(toPicture(std::span(augmented).subspan(i * bytes, bytes), request.inputPx));
    return made;
}

AugmentationView::AugmentationView(QWidget* parent) : QWidget(parent) {
    setObjectName("augmentationView");
    setAccessibleName(tr("A cell before and after random changes"));
    setAccessibleRole(*this, QAccessible::Graphic);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setSizePolicy(policy);
}

void AugmentationView::show(AugmentationSamples samples) {
    m_samples = std::move(samples);
    update();
}

void AugmentationView::clear() {
    m_samples = {};
    update();
}

QString AugmentationView::originalText() const {
    if (!m_samples.stain) return tr("As it is");
    return *m_samples.stain == stain::StainOutcome::Applied ? tr("Brought to one stain") : tr("As it is: too little stain");
}

void AugmentationView::paintEvent(QPaintEvent*) {
    if (m_samples.samples.empty()) return;
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const int label = fontMetrics().height() + 4, gap = Theme::kSpacingPx, between = 2 * Theme::kMarginPx;
    // The original is as high as both rows; the whole keeps to the top left.
    const double side = std::min((width() - between - (kColumns + 1) * gap) / double(kColumns + kRows), (height() - label - gap) / double(kRows));
    if (side < 8) return;
    const double large = kRows * side + gap;
    painter.setPen(Theme::mutedText());
    painter.drawText(QRectF(0, 0, large, label), Qt::AlignLeft | Qt::AlignTop, originalText());
    painter.drawText(QRectF(large + between, 0, kColumns * (side + gap), label), Qt::AlignLeft | Qt::AlignTop, tr("As training shows it"));
    drawPicture(painter, m_samples.original, {0, double(label), large, large});
    for (int i = 0; i < static_cast<int>(m_samples.samples.size()); ++i) {
        const QRectF box(large + between + (i % kColumns) * (side + gap), label + (i / kColumns) * (side + gap), side, side);
        drawPicture(painter, m_samples.samples[static_cast<std::size_t>(i)], box);
    }
}

}  // namespace leukolens::ui
