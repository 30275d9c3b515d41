#include "ui/classify/zoom_overlay.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {

ZoomOverlay::ZoomOverlay(QWidget* parent) : QFrame(parent) {
    setObjectName("zoomOverlay");
    setProperty("card", true);
    setAccessibleName(tr("The current cell, enlarged"));
    m_view = new FileImageView(this);
    m_view->setObjectName("zoomImage");
    m_view->setFocusPolicy(Qt::NoFocus);
    m_name = new ElidedLabel(Qt::ElideMiddle, this);
    m_name->setFont(Theme::font(1.05, QFont::DemiBold));
    m_name->setObjectName("zoomFileName");
    m_verdict = new QLabel(this);
    m_verdict->setObjectName("zoomVerdict");
    m_place = makeMuted({}, this);
    m_place->setWordWrap(false);
    auto* close = new QToolButton(this);
    close->setObjectName("closeZoom");
    close->setIcon(Theme::icon("close"));
    close->setToolTip(tr("Back to the cards (Z or Esc)"));
    close->setAccessibleName(tr("Back to the cards"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_name, 1);
    row->addWidget(m_verdict);
    row->addWidget(m_place);
    row->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    hide();
}

void ZoomOverlay::open() {
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void ZoomOverlay::showCell(const casebook::CaseCell& cell, BinBoard::Place place, const QString& verdict) {
    const QString path = QString::fromStdString(cell.path);
    if (m_isTrainingCell && path == m_shownPath) return;
    m_isTrainingCell = false;
    m_name->setFullText(QFileInfo(path).fileName());
    m_verdict->setText(verdict);
    //: position of a cell in its bin, and how many there are
    m_place->setText(tr("%1 of %2").arg(locale().toString(place.position), locale().toString(place.count)));
    if (path == m_shownPath) return;
    m_shownPath = path;
    m_view->showFile(path);
}

void ZoomOverlay::showTrainingCell(const QImage& picture, const QString& path, const QString& words) {
    m_isTrainingCell = true;
    m_name->setFullText(QFileInfo(path).fileName());
    m_verdict->setText(words);
    m_place->setText({});
    m_view->showPicture(picture);
}

void ZoomOverlay::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    if (std::exchange(m_isTrainingCell, false)) m_shownPath.clear();
}

void ZoomOverlay::showNothing() {
    m_isTrainingCell = false;
    m_shownPath.clear();
    m_name->setFullText({});
    m_verdict->clear();
    m_place->clear();
    m_view->showMessage(tr("No cell is selected."));
}

}  // namespace leukolens::ui
