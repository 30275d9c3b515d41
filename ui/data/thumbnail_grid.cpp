#include "ui/data/thumbnail_grid.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kShownPx = 96;

/// One picture with round corners; an empty frame where the file could not be read.
class CellPicture : public QWidget {
public:
    CellPicture(const Thumbnail& thumbnail, QWidget* parent) : QWidget(parent) {
        if (!thumbnail.picture.isNull()) m_picture = QPixmap::fromImage(thumbnail.picture);
        setFixedSize(kShownPx, kShownPx);
        const QString name = QString::fromStdString(toUtf8(thumbnail.path.filename()));
        setToolTip(name);
        setAccessibleName(name);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        QPainterPath outline;
        outline.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        painter.setClipPath(outline);
        painter.fillRect(rect(), m_picture.isNull() ? Theme::window() : QColor(Qt::black));
        if (!m_picture.isNull()) painter.drawPixmap(rect(), m_picture);
        painter.setClipping(false);
        painter.setPen(Theme::border());
        painter.drawPath(outline);
    }

private:
    QPixmap m_picture;
};

}  // namespace

ThumbnailGrid::ThumbnailGrid(QWidget* parent) : QWidget(parent) {
    setObjectName("thumbnails");
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    m_column->setSpacing(Theme::kSpacingPx);
    m_column->addStretch(1);
}

void ThumbnailGrid::clear() {
    while (m_column->count() > 1) {
        QLayoutItem* taken = m_column->takeAt(0);
        taken->widget()->deleteLater();
        delete taken;
    }
}

void ThumbnailGrid::showThumbnails(const dataset::Dataset& dataset, const std::vector<std::vector<Thumbnail>>& classes) {
    clear();
    constexpr int kColumns = 4;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        auto* group = new QWidget(this);
        auto* grid = new QGridLayout(group);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setSpacing(Theme::kSpacingPx);
        auto* name = new QLabel(coreText(inference::displayName(dataset.classes[i])), group);
        name->setFont(Theme::font(1.0, QFont::DemiBold));
        grid->addWidget(name, 0, 0, 1, kColumns);
        for (std::size_t k = 0; k < classes[i].size(); ++k) {
            const int place = static_cast<int>(k);
            grid->addWidget(new CellPicture(classes[i][k], group), 1 + place / kColumns, place % kColumns);
        }
        grid->setColumnStretch(kColumns, 1);
        m_column->insertWidget(m_column->count() - 1, group);
    }
}

}  // namespace leukolens::ui
