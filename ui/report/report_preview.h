// The report of a case as it will be saved and printed, page for page.
#pragma once

#include <QByteArray>
#include <QWidget>

#include <optional>

#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPdfDocument;
class QPdfView;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace leukolens::ui {

class MessageBar;

/// GUI thread. The PDF is made once, in memory, on the file worker: what is shown, saved and printed are the same bytes. Paper, language and the choice of all cells are settings, and can be changed here; then it is made anew.
class ReportPreview : public QWidget {
    Q_OBJECT
public:
    explicit ReportPreview(AppContext& context, QWidget* parent = nullptr);
    ~ReportPreview() override;

    using QWidget::show;
    /// Makes and shows its pages; what was shown before goes.
    void show(report::CaseReport report);
    /// Nothing is shown any more.
    void clear();

    const QByteArray& bytes() const { return m_bytes; }  ///< of the PDF that is shown; empty while it is made
    int pages() const;

Q_SIGNALS:
    void shown();  ///< its pages
    void saved(const leukolens::ui::PdfWritten& written);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeOptions(QWidget* parent);
    void draw();
    void showDrawn(Result<PdfDrawn> drawn);
    void save();
    void print();
    void goToPage(int page);
    void zoomBy(double factor);
    void fitWidth();
    double shownZoom() const;
    void updateBar();
    void settingChanged(SettingKey key);

    AppContext& m_context;
    std::shared_ptr<const report::CaseReport> m_report;
    QByteArray m_bytes;
    std::unique_ptr<QIODevice> m_source;  ///< what the document reads; outlives it
    QPdfDocument* m_document = nullptr;
    JobId m_job = 0;  ///< that makes the pages; 0: none

    MessageBar* m_messages = nullptr;
    QStackedWidget* m_stack = nullptr;
    QPdfView* m_view = nullptr;
    QLabel* m_waiting = nullptr;
    QComboBox* m_paper = nullptr;
    QComboBox* m_language = nullptr;
    QCheckBox* m_allCells = nullptr;
    QToolButton *m_previous = nullptr, *m_next = nullptr, *m_smaller = nullptr, *m_larger = nullptr, *m_fit = nullptr;
    QLabel *m_page = nullptr, *m_zoom = nullptr;
    QPushButton *m_print = nullptr, *m_save = nullptr;
};

}  // namespace leukolens::ui
