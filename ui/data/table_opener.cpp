#include "ui/data/table_opener.h"

#include <QFileInfo>
#include <QWidget>

#include "core/dataset/table_reader.h"
#include "ui/data/column_dialog.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

TableOpener::TableOpener(AppContext& context, QWidget* window) : QObject(window), m_context(context), m_window(window) {}

bool TableOpener::isTable(const QString& path) {
    return dataset::hasTableExtension(path.toStdString()) && !QFileInfo(path).isDir();
}

void TableOpener::open(const QString& table) {
    preview(table, [this, table](dataset::TablePreview found) {
        const dataset::TableColumns guess = found.guess;
        if (guess.path.empty() || guess.label.empty()) {
            showDialog(table, std::move(found), guess, {});
        } else {
            Q_EMIT chosen(table, {});
        }
    });
}

void TableOpener::ask(const QString& table, const dataset::TableColumns& now, const QString& reason) {
    preview(table, [this, table, now, reason](dataset::TablePreview found) {
        const dataset::TableColumns start = now == dataset::TableColumns() ? found.guess : now;
        showDialog(table, std::move(found), start, reason);
    });
}

void TableOpener::cancel() {
    ++m_request;
    if (m_dialog && m_dialog->isVisible()) m_dialog->reject();
}

void TableOpener::preview(const QString& table, std::function<void(dataset::TablePreview)> then) {
    const int request = ++m_request;
    if (m_dialog) m_dialog->reject();
    m_context.fileWorker.run<dataset::TablePreview>(
        tr("Reading the table"),
        [path = std::filesystem::path(table.toStdString())](ProgressSink&, const CancelToken&) {
            return dataset::previewTable(path);
        },
        this,
        [this, request, then = std::move(then)](Result<dataset::TablePreview> found) {
            if (request != m_request) return;
            if (found) {
                then(std::move(*found));
            } else {
                Q_EMIT failed(found.error());
            }
        });
}

void TableOpener::showDialog(const QString& table, dataset::TablePreview found, const dataset::TableColumns& start,
                             const QString& reason) {
    m_dialog = new ColumnDialog(table, std::move(found), start, reason, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this,
            [this, table, dialog = m_dialog.data()] { Q_EMIT chosen(table, dialog->columns()); });
    m_dialog->open();
}

}  // namespace leukolens::ui
