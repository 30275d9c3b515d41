// Finds out how a table is to be read before it is: by its usual names, else by asking.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>

#include "core/base/error.h"
#include "core/dataset/table_columns.h"

class QWidget;

namespace leukolens::ui {

class AppContext;
class ColumnDialog;

/// GUI thread only. The beginning of the table is read on the context's file worker.
class TableOpener : public QObject {
    Q_OBJECT
public:
    /// `window`: over which is asked.
    TableOpener(AppContext& context, QWidget* window);

    /// Asks where usual names say neither picture nor class, else not.
    void open(const QString& table);
    /// Always asks. `now`: what is chosen at first. `reason`: why, where something went wrong; may be empty.
    void ask(const QString& table, const dataset::TableColumns& now, const QString& reason);

    void cancel();  ///< something else is opened: an answer that is still to come is dropped, a question closed

    /// A file, not a folder, whose name ends like a table's.
    static bool isTable(const QString& path);

Q_SIGNALS:
    void chosen(const QString& table, const leukolens::dataset::TableColumns& columns);
    void failed(const leukolens::Error& error);

private:
    void preview(const QString& table, std::function<void(dataset::TablePreview)> then);
    void showDialog(const QString& table, dataset::TablePreview preview, const dataset::TableColumns& start,
                    const QString& reason);

    AppContext& m_context;
    QWidget* m_window;
    QPointer<ColumnDialog> m_dialog;
    int m_request = 0;  ///< number of the newest request: answers to older ones are dropped
};

}  // namespace leukolens::ui
