#include "ui/report/report_preview.h"

#include <QBuffer>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPdfDocument>
#include <QPdfPageNavigator>
#include <QPdfView>
#include <QPrinter>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/files.h"
#include "ui/report/print_pdf.h"
#include "ui/report/report_options.h"
#include "ui/shell/accessible_role.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/pass_focus.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kLeastZoom = 0.25, kMostZoom = 5, kZoomStep = 1.2;
constexpr double kPointsPerInch = 72;

/// A file name from what a person typed.
QString fileNameFor(const std::string& patient) {
    QString name = QString::fromStdString(patient).simplified();
    for (QChar& c : name)
        if (QStringLiteral("/\\:*?\"<>|").contains(c)) c = '_';
    return name;
}

QToolButton* makeTool(const char* name, const QString& icon, const QString& toolTip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    return button;
}

/// The choices of a setting, by the table of settings.
QComboBox* makeChoice(const char* name, SettingKey key, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    const auto& table = AppSettings::table();
    const auto spec = std::find_if(table.begin(), table.end(), [key](const SettingSpec& one) { return one.key == key; });
    for (const auto& [value, label] : spec->choices) box->addItem(QCoreApplication::translate("Settings", label), value);
    box->setAccessibleName(QCoreApplication::translate("Settings", spec->label));
    box->setToolTip(QCoreApplication::translate("Settings", spec->help));
    return box;
}

//: numbers of a page and of all pages
QString pageText(int page, int all) { return ReportPreview::tr("Page %1 of %2").arg(page).arg(all); }

//: how large pages are shown
QString zoomText(double zoom) { return ReportPreview::tr("%1\u00a0%").arg(qRound(zoom * 100)); }

}  // namespace

ReportPreview::ReportPreview(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context), m_document(new QPdfDocument(this)) {
    setObjectName("reportPreview");
    help::setPlace(this, "reports");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeBar());
    m_messages = new MessageBar(this);
    column->addWidget(m_messages);
    m_stack = new QStackedWidget(this);
    m_waiting = makeMuted(QString(), m_stack);
    m_waiting->setObjectName("reportWaiting");
    m_waiting->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_waiting);
    m_view = new QPdfView(m_stack);
    m_view->setObjectName("reportPages");
    m_view->setAccessibleName(tr("Pages of the report"));
    setAccessibleRole(*m_view, QAccessible::Document);
    m_view->setPageMode(QPdfView::PageMode::MultiPage);
    m_view->setZoomMode(QPdfView::ZoomMode::FitToWidth);
    m_view->setDocument(m_document);
    m_view->viewport()->installEventFilter(this);
    m_stack->addWidget(m_view);
    passFocus(*this, m_view);
    column->addWidget(m_stack, 1);

    connect(m_view->pageNavigator(), &QPdfPageNavigator::currentPageChanged, this, &ReportPreview::updateBar);
    connect(&m_context.settings, &AppSettings::changed, this, &ReportPreview::settingChanged);
    for (const auto& [keys, step] : {std::pair(ShortcutId::ZoomInReport, kZoomStep), std::pair(ShortcutId::ZoomOutReport, 1 / kZoomStep)}) {
        auto* shortcut = new QShortcut(QKeySequence(), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        Shortcuts::bind(shortcut, keys);
        connect(shortcut, &QShortcut::activated, this, [this, step = step] { zoomBy(step); });
    }
    updateBar();
}

ReportPreview::~ReportPreview() {
    m_view->setDocument(nullptr);
    delete m_document;  // before what it reads from
}

QWidget* ReportPreview::makeOptions(QWidget* parent) {
    auto* options = new QWidget(parent);
    auto* row = new QHBoxLayout(options);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_paper = makeChoice("reportPaper", SettingKey::PaperSize, options);
    m_language = makeChoice("reportLanguage", SettingKey::ReportLanguage, options);
    m_allCells = new QCheckBox(tr("All cells"), options);
    m_allCells->setObjectName("reportAllCells");
    m_allCells->setToolTip(tr("Every cell's picture on further pages, not only a choice of each class"));
    row->addWidget(m_paper);
    row->addWidget(m_language);
    row->addWidget(m_allCells);
    const auto& settings = m_context.settings;
    for (const auto& [box, key] : {std::pair(m_paper, SettingKey::PaperSize), std::pair(m_language, SettingKey::ReportLanguage)}) {
        box->setCurrentIndex(box->findData(settings.value(key)));
        connect(box, &QComboBox::currentIndexChanged, this, [this, box = box, key = key] { m_context.settings.set(key, box->currentData()); });
    }
    m_allCells->setChecked(settings.flag(SettingKey::ReportAllCells));
    connect(m_allCells, &QCheckBox::toggled, this, [this](bool on) { m_context.settings.set(SettingKey::ReportAllCells, on); });
    return options;
}

QWidget* ReportPreview::makeBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(makeOptions(bar));
    row->addStretch(1);
    m_previous = makeTool("reportPreviousPage", "chevron-up", tr("Page before"), bar);
    m_next = makeTool("reportNextPage", "chevron-down", tr("Next page"), bar);
    m_page = makeMuted(QString(), bar);
    m_page->setObjectName("reportPage");
    m_page->setWordWrap(false);
    m_smaller = makeTool("reportSmaller", "remove", tr("Smaller (Ctrl+wheel)"), bar);
    m_larger = makeTool("reportLarger", "add", tr("Larger (Ctrl+wheel)"), bar);
    m_fit = makeTool("reportFitWidth", "zoom-fit", tr("As wide as the window"), bar);
    m_zoom = makeMuted(QString(), bar);
    m_zoom->setObjectName("reportZoom");
    m_zoom->setWordWrap(false);
    for (QWidget* widget : {static_cast<QWidget*>(m_previous), static_cast<QWidget*>(m_next), static_cast<QWidget*>(m_page), static_cast<QWidget*>(m_smaller), static_cast<QWidget*>(m_larger),
                            static_cast<QWidget*>(m_zoom), static_cast<QWidget*>(m_fit)})
        row->addWidget(widget);
    // Room from the start for what they say once there are pages: the window has its width before.
    m_page->setMinimumWidth(m_page->fontMetrics().horizontalAdvance(pageText(88, 88)));
    m_zoom->setMinimumWidth(m_zoom->fontMetrics().horizontalAdvance(zoomText(kMostZoom)));
    row->addStretch(1);
    m_print = makeButton("print", tr("Print…"), bar);
    m_print->setObjectName("reportPrint");
    m_save = new QPushButton(Theme::icon("report", Theme::onAccent()), tr("Save as…"), bar);
    m_save->setObjectName("reportSave");
    m_save->setProperty("primary", true);
    row->addWidget(m_print);
    row->addWidget(m_save);
    connect(m_previous, &QToolButton::clicked, this, [this] { goToPage(m_view->pageNavigator()->currentPage() - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { goToPage(m_view->pageNavigator()->currentPage() + 1); });
    connect(m_smaller, &QToolButton::clicked, this, [this] { zoomBy(1 / kZoomStep); });
    connect(m_larger, &QToolButton::clicked, this, [this] { zoomBy(kZoomStep); });
    connect(m_fit, &QToolButton::clicked, this, &ReportPreview::fitWidth);
    connect(m_print, &QPushButton::clicked, this, &ReportPreview::print);
    connect(m_save, &QPushButton::clicked, this, &ReportPreview::save);
    return bar;
}

void ReportPreview::show(report::CaseReport report) {
    m_report = std::make_shared<const report::CaseReport>(std::move(report));
    draw();
}

void ReportPreview::clear() {
    if (m_job != 0) m_context.fileWorker.stop(std::exchange(m_job, 0));
    m_report.reset();
    m_document->close();
    m_bytes.clear();
    m_waiting->clear();
    m_stack->setCurrentWidget(m_waiting);
    updateBar();
}

int ReportPreview::pages() const { return m_document->status() == QPdfDocument::Status::Ready ? m_document->pageCount() : 0; }

void ReportPreview::draw() {
    if (m_job != 0) m_context.fileWorker.stop(std::exchange(m_job, 0));
    m_bytes.clear();
    m_messages->dismissAll();
    m_waiting->setText(tr("The report is being made…"));
    m_stack->setCurrentWidget(m_waiting);
    // A job that was stopped answers all the same, and must not take this one's place.
    const auto number = std::make_shared<JobId>(0);
    *number = m_job = m_context.fileWorker.run<PdfDrawn>(
        tr("Making the report"),
        [report = m_report, options = reportOptions(m_context.settings)](ProgressSink& progress, const CancelToken& cancel) { return drawCaseReport(*report, options, progress, cancel); }, this,
        [this, number](Result<PdfDrawn> drawn) {
            if (*number != m_job) return;
            m_job = 0;
            showDrawn(std::move(drawn));
        },
        JobPolicy::Disposable);
    updateBar();
}

void ReportPreview::showDrawn(Result<PdfDrawn> drawn) {
    if (!drawn) {
        m_waiting->setText(tr("There is no report to show."));
        if (drawn.error().code != ErrorCode::Cancelled) m_messages->showError(tr("The report could not be made."), drawn.error());
        return updateBar();
    }
    m_document->close();
    m_bytes = drawn->bytes;
    // Bytes of its own: pages may still be rendered from them while the next ones are made.
    auto source = std::make_unique<QBuffer>();
    source->setData(m_bytes);
    source->open(QIODevice::ReadOnly);
    m_document->load(source.get());
    m_source = std::move(source);
    m_stack->setCurrentWidget(m_view);
    updateBar();
    Q_EMIT shown();
}

void ReportPreview::save() {
    const QString patient = fileNameFor(m_report->summary.name);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString file = dialogs::saveFile(this, tr("Save the report"), folder + '/' + (patient.isEmpty() ? tr("Report.pdf") : tr("Report %1.pdf").arg(patient)), tr("PDF (*.pdf)"));
    if (file.isEmpty() || m_bytes.isEmpty()) return;
    if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".pdf");
    m_context.fileWorker.run<PdfWritten>(
        tr("Writing the report"),
        [bytes = m_bytes, pages = pages(), path = std::filesystem::path(file.toStdString())](ProgressSink&, const CancelToken&) -> Result<PdfWritten> {
            const std::span content(reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size()));
            if (auto written = writeFileAtomically(path, content); !written) return fail(written.error());
            return PdfWritten{path, pages};
        },
        this,
        [this](Result<PdfWritten> written) {
            if (!written) return m_messages->showError(tr("The report could not be written."), written.error());
            Q_EMIT saved(*written);
        },
        JobPolicy::MustFinish);
}

void ReportPreview::print() {
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(tr("Report of case %1").arg(m_report->summary.id));
    printer->setPageSize(QPageSize(reportOptions(m_context.settings).paper == Paper::Letter ? QPageSize::Letter : QPageSize::A4));
    printer->setFromTo(1, pages());
    if (!dialogs::choosePrinter(this, *printer) || m_bytes.isEmpty()) return;
    m_context.fileWorker.run<int>(
        tr("Printing the report"), [bytes = m_bytes, printer](ProgressSink& progress, const CancelToken& cancel) { return printPdf(bytes, *printer, progress, cancel); }, this,
        [this](Result<int> printed) {
            if (!printed) return m_messages->showError(tr("The report could not be printed."), printed.error());
            m_messages->showNotice(*printed == 1 ? tr("1 page was sent to the printer.") : tr("%1 pages were sent to the printer.").arg(*printed));
        });
}

void ReportPreview::goToPage(int page) {
    if (page >= 0 && page < pages()) m_view->pageNavigator()->jump(page, {}, m_view->pageNavigator()->currentZoom());
}

double ReportPreview::shownZoom() const {
    if (m_view->zoomMode() == QPdfView::ZoomMode::Custom || pages() == 0) return m_view->zoomFactor();
    const QMargins margins = m_view->documentMargins();
    return (m_view->viewport()->width() - margins.left() - margins.right()) / (m_document->pagePointSize(0).width() / kPointsPerInch * logicalDpiX());
}

void ReportPreview::zoomBy(double factor) {
    const double zoom = std::clamp(shownZoom() * factor, kLeastZoom, kMostZoom);
    m_view->setZoomMode(QPdfView::ZoomMode::Custom);
    m_view->setZoomFactor(zoom);
    updateBar();
}

void ReportPreview::fitWidth() {
    m_view->setZoomMode(QPdfView::ZoomMode::FitToWidth);
    updateBar();
}

bool ReportPreview::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view->viewport() && event->type() == QEvent::Wheel) {
        const auto& wheel = static_cast<QWheelEvent&>(*event);
        if (wheel.modifiers() & Qt::ControlModifier) {
            zoomBy(std::pow(kZoomStep, wheel.angleDelta().y() / double{QWheelEvent::DefaultDeltasPerStep}));
            return true;
        }
    }
    if (watched == m_view->viewport() && event->type() == QEvent::Resize) updateBar();
    return QWidget::eventFilter(watched, event);
}

void ReportPreview::updateBar() {
    const int all = m_bytes.isEmpty() ? 0 : pages(), page = m_view->pageNavigator()->currentPage();
    m_previous->setEnabled(all > 0 && page > 0);
    m_next->setEnabled(all > 0 && page + 1 < all);
    m_page->setText(all == 0 ? QString() : pageText(std::min(page, all - 1) + 1, all));
    for (QWidget* widget : {static_cast<QWidget*>(m_smaller), static_cast<QWidget*>(m_larger), static_cast<QWidget*>(m_fit), static_cast<QWidget*>(m_print), static_cast<QWidget*>(m_save)}) widget->setEnabled(all > 0);
    m_zoom->setText(all == 0 ? QString() : zoomText(shownZoom()));
}

void ReportPreview::settingChanged(SettingKey key) {
    const QSignalBlocker paper(m_paper), language(m_language), allCells(m_allCells);
    m_paper->setCurrentIndex(m_paper->findData(m_context.settings.value(SettingKey::PaperSize)));
    m_language->setCurrentIndex(m_language->findData(m_context.settings.value(SettingKey::ReportLanguage)));
    m_allCells->setChecked(m_context.settings.flag(SettingKey::ReportAllCells));
    constexpr std::array kShown = {SettingKey::PaperSize, SettingKey::ReportLanguage, SettingKey::ReportAllCells, SettingKey::LabName, SettingKey::LabAddress, SettingKey::LabLogo};
    if (m_report && std::find(kShown.begin(), kShown.end(), key) != kShown.end()) draw();
}

}  // namespace leukolens::ui
