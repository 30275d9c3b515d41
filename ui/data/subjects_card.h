// The subjects of the open data with their facts, which can be typed in or imported.
#pragma once

#include <QFrame>
#include <QPointer>

#include <memory>
#include <optional>

#include "ui/data/subject_model.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace leukolens {
struct Error;
}

namespace leukolens::ui {

class AppContext;
class FactDialog;
class FactSession;

class SubjectsCard : public QFrame {
    Q_OBJECT
public:
    SubjectsCard(AppContext& context, FactSession& facts, QWidget* parent = nullptr);

    /// As SubjectModel::show(); the row that was current stays so where its subject is still there.
    void show(const dataset::Dataset& dataset, const std::optional<SplitPlan>& plan);

Q_SIGNALS:
    void importFailed(const leukolens::Error& error);

private:
    QWidget* createHead();
    QTableView* createTable();
    QString currentSubject() const;
    void choose(const QString& subject);
    void edit();
    void showInDialog(const QString& subject);
    void chooseFactsTable();
    void importFacts(const QString& table);

    AppContext& m_context;
    FactSession& m_facts;
    SubjectModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_none = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_import = nullptr;
    QPointer<FactDialog> m_dialog;
    QPointer<QDialog> m_importDialog;
    QString m_next;  ///< who follows the subject of the dialog; told before saving sorts the table anew
};

}  // namespace leukolens::ui
