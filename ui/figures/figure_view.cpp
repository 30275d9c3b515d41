#include "ui/figures/figure_view.h"

#include <QDir>
#include <QFileInfo>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include "core/base/files.h"
#include "ui/figures/figure_words.h"
#include "ui/shell/accessible_role.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kGapPx = 16;

}  // namespace

FigureView::FigureView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleRole(*this, QAccessible::Chart);
    m_save = new QToolButton(this);
    m_save->setObjectName("saveFigure");
    m_save->setIcon(Theme::icon("export"));
    m_save->setAutoRaise(true);
    m_save->setToolTip(tr("Save this figure: PDF, SVG, PNG, or its numbers as CSV"));
    m_save->setAccessibleName(tr("Save this figure"));
    m_save->hide();
    connect(m_save, &QToolButton::clicked, this, [this] { Q_EMIT saveRequested(m_figure); });
}

void FigureView::setFigure(Figure figure) {
    m_figure = std::move(figure);
    m_save->setVisible(!m_figure.plots.empty());
    setAccessibleName(figureTitle(m_figure));
    setAccessibleDescription(figureDescription(m_figure));
    update();
}

void FigureView::clear() { setFigure({}); }

QRectF FigureView::placeOfPlot(std::size_t plot) const {
    const auto plots = static_cast<double>(std::max<std::size_t>(1, m_figure.plots.size()));
    const double wide = (width() - kGapPx * (plots - 1)) / plots;
    return {static_cast<double>(plot) * (wide + kGapPx), 0, wide, static_cast<double>(height())};
}

QPointF FigureView::positionOf(std::size_t plot, const QPointF& value) const { return plotTransform(placeOfPlot(plot), m_figure.plots.at(plot), FigureStyle::ofTheme()).map(value); }

QPointF FigureView::valueAt(std::size_t plot, const QPointF& position) const {
    return plotTransform(placeOfPlot(plot), m_figure.plots.at(plot), FigureStyle::ofTheme()).inverted().map(position);
}

QSize FigureView::sizeHint() const { return m_figure.plots.empty() ? QSize(340, 330) : sizeOf(m_figure); }

void FigureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawOn(painter);
}

void FigureView::drawOn(QPainter& painter) const {
    const FigureStyle style = FigureStyle::ofTheme();
    for (std::size_t i = 0; i < m_figure.plots.size(); ++i) drawPlot(painter, placeOfPlot(i), m_figure.plots[i], style);
}

void FigureView::resizeEvent(QResizeEvent*) { m_save->setGeometry(width() - 28, 0, 26, 26); }

void FigureView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !m_figure.plots.empty()) Q_EMIT pointed(valueAt(0, event->position()));
    QWidget::mousePressEvent(event);
}

void FigureView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton && !m_figure.plots.empty()) Q_EMIT pointed(valueAt(0, event->position()));
}

void saveFigure(QWidget* parent, const Figure& figure, const QString& folder, JobRunner& worker, QObject* receiver, std::function<void(Result<QString>)> done) {
    QString filter;
    // Without an ending, so that the chosen form sets it.
    const QString named = dialogs::saveFile(parent, FigureView::tr("Save the figure"), QDir(folder).filePath(figure.name), figureFilter(), &filter);
    if (named.isEmpty()) return;
    const QString file = withFigureEnding(named, filter);
    // The dialog asked about the name as it was typed only.
    if (file != named && QFileInfo::exists(file) &&
        !dialogs::confirm(parent, FigureView::tr("Replace the file?"), FigureView::tr("There is a file of this name already: %1").arg(QDir::toNativeSeparators(file)), FigureView::tr("Replace")))
        return;
    worker.run<QString>(
        FigureView::tr("Saving the figure"),
        [figure, file](ProgressSink&, const CancelToken&) -> Result<QString> {
            const QByteArray bytes = exportFigure(figure, figureFormatOf(file));
            auto written = writeFileAtomically(file.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
            if (!written) return fail(written.error());
            return file;
        },
        receiver, std::move(done), JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
