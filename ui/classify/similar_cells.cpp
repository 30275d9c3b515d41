#include "ui/classify/similar_cells.h"

#include <QAbstractButton>
#include <QDir>
#include <QEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kLikeCells = 5;
constexpr int kLeastPx = 36, kMostPx = 72, kGapPx = 4;
constexpr int kStripePx = 3;
}  // namespace

/// A picture over a stripe in its class's colour and the class's name.
class SimilarCell : public QAbstractButton {
public:
    SimilarCell(const TrainingPicture& shown, const LikeCell& cell, QWidget* parent) : QAbstractButton(parent), m_picture(shown.picture), m_cell(cell), m_title(classTitle(cell.className)) {
        setObjectName("similarCell");
        setFont(Theme::font(0.75));
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);  // a click leaves the keys with the cards
        setAccessibleName(SimilarCells::tr("Training cell, %1").arg(m_title));
        //: a file, its class; shown while the pointer rests on a training cell
        setToolTip(SimilarCells::tr("%1\nTraining cell, %2. Click to enlarge it.").arg(QDir::toNativeSeparators(shown.path), m_title));
    }
    void setSide(int sidePx) {
        setFixedSize(sidePx, sidePx + kStripePx + fontMetrics().height() + 2);
        m_small = {};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const int sidePx = width();
        if (m_small.isNull()) {
            m_small = QPixmap::fromImage(m_picture.scaled(QSize(sidePx, sidePx) * devicePixelRatio(), Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation));
            m_small.setDevicePixelRatio(devicePixelRatio());
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF square(0.5, 0.5, sidePx - 1, sidePx - 1);
        QPainterPath corners;
        corners.addRoundedRect(square, 4, 4);
        painter.setClipPath(corners);
        const QSizeF drawn = m_small.deviceIndependentSize();
        painter.drawPixmap(QPointF((sidePx - drawn.width()) / 2, (sidePx - drawn.height()) / 2), m_small);
        painter.setClipping(false);
        painter.setPen(QPen(hasFocus() || underMouse() ? Theme::accent() : Theme::border(), hasFocus() ? 2 : 1));
        painter.drawPath(corners);
        painter.fillRect(QRect(0, sidePx + 1, sidePx, kStripePx), Theme::classColour(QString::fromStdString(m_cell.className), m_cell.classIndex));
        painter.setPen(Theme::text());
        const QRect words(0, sidePx + kStripePx + 2, sidePx, fontMetrics().height());
        painter.drawText(words, Qt::AlignCenter, fontMetrics().elidedText(m_title, Qt::ElideRight, sidePx));
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    QImage m_picture;
    QPixmap m_small;
    LikeCell m_cell;
    QString m_title;
};

std::vector<LikeCell> likeCells(const inference::ReferenceCells* references, const casebook::CaseCell& cell) {
    std::vector<LikeCell> cells;
    if (!references || cell.embedding.size() != references->width()) return cells;
    for (const auto& neighbour : inference::nearestCells(*references, cell.embedding, kLikeCells, cell.sha256)) {
        const int classIndex = references->classes[neighbour.cell];
        if (static_cast<std::size_t>(classIndex) >= cell.classes.size()) return {};
        cells.push_back({references->sha256s[neighbour.cell], cell.classes[static_cast<std::size_t>(classIndex)], classIndex});
    }
    return cells;
}

QString likeWords(const std::vector<LikeCell>& cells) {
    std::map<int, std::pair<std::string, int>> counts;
    for (const LikeCell& cell : cells) {
        auto& [name, count] = counts[cell.classIndex];
        name = cell.className;
        ++count;
    }
    std::vector<std::pair<std::string, int>> most;
    for (const auto& [index, counted] : counts) most.push_back(counted);
    std::stable_sort(most.begin(), most.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList words;
    for (const auto& [name, count] : most)
        //: a class, how many of the nearest training cells are of it, and how many were looked at
        words << SimilarCells::tr("%1 %2 of %3").arg(classTitle(name)).arg(count).arg(cells.size());
    return words.isEmpty() ? QString() : SimilarCells::tr("Most like these training cells: %1").arg(words.join(QStringLiteral(", ")));
}

SimilarCells::SimilarCells(QWidget* parent) : QWidget(parent) {
    m_words = makeText({}, this);
    m_words->setObjectName("inspectorLike");
    m_words->setToolTip(tr("The training cells that the model's last layer finds nearest to this one, by their labels. Pictures are shown of those that were read on this computer and still are there."));
    m_row = new QWidget(this);
    m_rowLayout = new QHBoxLayout(m_row);
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(kGapPx);
    m_rowLayout->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapPx);
    column->addWidget(m_words);
    column->addWidget(m_row);
    showCells({});
}

void SimilarCells::showCells(std::vector<LikeCell> cells) {
    m_cells = std::move(cells);
    clearPictures();
    m_words->setText(likeWords(m_cells));
    setVisible(!m_cells.empty());
}

void SimilarCells::clearPictures() {
    m_row->hide();
    for (SimilarCell* old : m_shown) {
        m_rowLayout->removeWidget(old);
        old->hide();
        old->deleteLater();  // not at once: a click on it may have led here
    }
    m_shown.clear();
}

void SimilarCells::showPictures(const std::vector<TrainingPicture>& pictures) {
    clearPictures();
    for (std::size_t i = 0; i < std::min(pictures.size(), m_cells.size()); ++i) {
        if (pictures[i].picture.isNull()) continue;
        auto* cell = new SimilarCell(pictures[i], m_cells[i], m_row);
        const QString words = tr("Training cell, %1").arg(classTitle(m_cells[i].className));
        connect(cell, &QAbstractButton::clicked, this, [this, shown = pictures[i], words] { Q_EMIT enlargeRequested(shown.picture, shown.path, words); });
        m_rowLayout->insertWidget(m_rowLayout->count() - 1, cell);
        m_shown.push_back(cell);
        m_row->show();
    }
    fitPictures();
}

void SimilarCells::fitPictures() {
    const int sidePx = std::clamp((width() - (kLikeCells - 1) * kGapPx) / kLikeCells, kLeastPx, kMostPx);
    for (SimilarCell* cell : m_shown) cell->setSide(sidePx);
}

void SimilarCells::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitPictures();
}

}  // namespace leukolens::ui
