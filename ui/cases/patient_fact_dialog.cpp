#include "ui/cases/patient_fact_dialog.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/cases/case_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dates.h"
#include "ui/shell/fact_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 520;
enum Editor { Number, Choice, Day, Text };

/// Words to choose from; empty: none of these kinds.
std::vector<std::string> choicesOf(const std::string& fact) {
    if (fact == "sex") return {"female", "male", "other"};
    if (fact == "immunophenotype") return {"B", "T", "myeloid", "mixed"};
    if (fact == "prednisoneResponse") return {"good", "poor"};
    return {};
}

Editor editorOf(const std::string& fact) {
    if (fact == "treatmentStart") return Day;
    if (!choicesOf(fact).empty()) return Choice;
    return factUnit(fact).isEmpty() ? Text : Number;
}

/// Findings with a name; anything else is typed.
const QStringList& geneticsWords() {
    static const QStringList words{"ETV6::RUNX1", "high hyperdiploidy", "BCR::ABL1", "KMT2A-rearranged", "hypodiploidy", "iAMP21"};
    return words;
}

/// As it is typed here: "0,125" is no thousand where decimals have a comma.
QString withPoint(QString text) {
    const QString mark = QLocale().decimalPoint();
    if (text.count(mark) == 1 && !text.contains('.')) text.replace(mark, QLatin1String("."));
    return text;
}

/// Core says either what the value is ("is not a number") or a sentence of its own.
QString wrongWords(const std::string& fact, const Error& error) {
    const QString detail = coreText(error.what);
    const bool isPredicate = error.what.starts_with("is ") || error.what.starts_with("may ");
    return (isPredicate ? factTitle(fact) + ' ' + detail : detail.left(1).toUpper() + detail.mid(1)) + '.';
}

QDateEdit* makeDay(const char* name, const QString& accessible, QWidget* parent) {
    auto* day = new QDateEdit(QDate::currentDate(), parent);
    day->setObjectName(name);
    day->setAccessibleName(accessible);
    day->setToolTip(accessible);
    day->setDisplayFormat(dateFormat());
    day->setCalendarPopup(true);
    return day;
}

}  // namespace

PatientFactDialog::PatientFactDialog(const casebook::PatientFact& fact, QWidget* parent) : QDialog(parent), m_fact(fact) {
    setObjectName("patientFactDialog");
    help::setPlace(this, "cases#record-facts-of-a-patient");
    setWindowTitle(fact.id == 0 ? tr("Add a fact") : tr("Change a fact"));
    setMinimumWidth(kWidthPx);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    column->setSpacing(12);
    column->addWidget(createFields());
    m_wrong = makeText(QString(), this);
    m_wrong->setObjectName("factWrong");
    setRole(m_wrong, "failure");
    column->addWidget(m_wrong);
    column->addWidget(createProblem());
    column->addStretch(1);
    column->addWidget(createButtons());
    connect(m_kind, &QComboBox::currentIndexChanged, this, &PatientFactDialog::showKind);
    showFact();
}

QWidget* PatientFactDialog::createFields() {
    m_fields = new QWidget(this);
    auto* grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kMarginPx);
    grid->setVerticalSpacing(Theme::kSpacingPx);
    grid->setColumnStretch(1, 1);
    const auto addRow = [&](const QString& title, QWidget* editor, QWidget* buddy) {
        const int row = grid->rowCount();
        auto* label = new QLabel(title, m_fields);
        label->setBuddy(buddy);
        grid->addWidget(label, row, 0);
        grid->addWidget(editor, row, 1);
    };
    m_kind = new QComboBox(m_fields);
    m_kind->setObjectName("factKind");
    m_kind->setAccessibleName(tr("Fact"));
    m_kind->setToolTip(tr("What is recorded"));
    for (const auto name : casebook::kPatientFactNames) m_kind->addItem(factTitle(std::string(name)), QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    m_kind->setEnabled(m_fact.id == 0);
    addRow(tr("Fact"), m_kind, m_kind);
    addRow(tr("Value"), createValueEditors(), m_editors);
    m_help = makeMuted(QString(), m_fields);
    m_help->setFont(Theme::font(0.9));
    grid->addWidget(m_help, grid->rowCount(), 1);
    addRow(tr("Found on"), createDate(), m_found);
    m_note = new QLineEdit(m_fields);
    m_note->setObjectName("factNote");
    m_note->setAccessibleName(tr("Note"));
    m_note->setToolTip(tr("Method, laboratory, or what else belongs to this value"));
    m_note->setMaxLength(500);
    addRow(tr("Note"), m_note, m_note);
    return m_fields;
}

QWidget* PatientFactDialog::createProblem() {
    m_problem = new QFrame(this);
    auto* row = new QHBoxLayout(m_problem);
    row->setContentsMargins(12, 8, 12, 8);
    m_problemWords = makeText(QString(), m_problem);
    m_problemWords->setObjectName("factProblem");
    row->addWidget(m_problemWords);
    m_problem->hide();
    return m_problem;
}

QWidget* PatientFactDialog::createButtons() {
    auto* buttons = new QDialogButtonBox(this);
    m_saveText = tr("Save");
    m_save = buttons->addButton(m_saveText, QDialogButtonBox::AcceptRole);
    m_save->setObjectName("saveFact");
    makePrimary(m_save);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName("cancelFact");
    connect(m_save, &QPushButton::clicked, this, &PatientFactDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

QWidget* PatientFactDialog::createValueEditors() {
    auto* editors = new QWidget(m_fields);
    auto* row = new QHBoxLayout(editors);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_editors = new QStackedWidget(editors);
    m_number = new QLineEdit(m_editors);
    m_number->setObjectName("factNumber");
    m_choice = new QComboBox(m_editors);
    m_choice->setObjectName("factChoice");
    m_day = makeDay("factDay", tr("Value"), m_editors);
    m_text = new QComboBox(m_editors);
    m_text->setObjectName("factText");
    m_text->setEditable(true);
    m_text->addItems(geneticsWords());
    for (QWidget* editor : {static_cast<QWidget*>(m_number), static_cast<QWidget*>(m_choice), static_cast<QWidget*>(m_day), static_cast<QWidget*>(m_text)}) {
        editor->setAccessibleName(tr("Value"));
        m_editors->addWidget(editor);
    }
    m_unit = new QLabel(editors);
    m_unit->setProperty("role", "muted");
    row->addWidget(m_editors, 1);
    row->addWidget(m_unit);
    connect(m_number, &QLineEdit::textChanged, this, &PatientFactDialog::check);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &PatientFactDialog::check);
    connect(m_day, &QDateEdit::dateChanged, this, &PatientFactDialog::check);
    connect(m_text, &QComboBox::currentTextChanged, this, &PatientFactDialog::check);
    return editors;
}

QWidget* PatientFactDialog::createDate() {
    auto* date = new QWidget(m_fields);
    auto* row = new QHBoxLayout(date);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    m_foundKnown = new QCheckBox(tr("Date known"), date);
    m_foundKnown->setObjectName("factDateKnown");
    m_foundKnown->setToolTip(tr("Whether it is known when this was found"));
    m_found = makeDay("factDate", tr("When it was found"), date);
    row->addWidget(m_foundKnown);
    row->addWidget(m_found, 1);
    connect(m_foundKnown, &QCheckBox::toggled, this, [this](bool known) {
        m_found->setEnabled(known);
        check();
    });
    connect(m_found, &QDateEdit::dateChanged, this, &PatientFactDialog::check);
    return date;
}

void PatientFactDialog::showFact() {
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(QString::fromStdString(m_fact.name))));
    showKind();
    const QString value = QString::fromStdString(m_fact.value);
    m_number->setText(QString(value).replace('.', QLocale().decimalPoint()));
    if (const int choice = m_choice->findData(value); choice >= 0) m_choice->setCurrentIndex(choice);
    if (const QDate day = QDate::fromString(value, Qt::ISODate); day.isValid()) m_day->setDate(day);
    m_text->setCurrentText(editorOf(m_fact.name) == Text ? value : QString());
    const QDate found = QDate::fromString(QString::fromStdString(m_fact.date), Qt::ISODate);
    m_foundKnown->setChecked(found.isValid());
    m_found->setEnabled(found.isValid());
    if (found.isValid()) m_found->setDate(found);
    m_note->setText(QString::fromStdString(m_fact.note));
    check();
}

void PatientFactDialog::showKind() {
    const std::string name = m_kind->currentData().toString().toStdString();
    m_choice->clear();
    for (const std::string& choice : choicesOf(name)) m_choice->addItem(factValue(name, choice), QString::fromStdString(choice));
    m_editors->setCurrentIndex(editorOf(name));
    m_editors->setFocusProxy(m_editors->currentWidget());
    m_editors->currentWidget()->setToolTip(factHelp(name));
    m_unit->setText(factUnit(name));
    m_help->setText(factHelp(name));
    check();
}

std::string PatientFactDialog::typedValue() const {
    switch (editorOf(m_kind->currentData().toString().toStdString())) {
        case Number: return withPoint(m_number->text().trimmed()).toStdString();
        case Choice: return m_choice->currentData().toString().toStdString();
        case Day: return m_day->date().toString(Qt::ISODate).toStdString();
        case Text: return m_text->currentText().trimmed().toStdString();
    }
    return {};
}

casebook::PatientFact PatientFactDialog::typed() const {
    casebook::PatientFact fact = m_fact;
    fact.name = m_kind->currentData().toString().toStdString();
    fact.value = typedValue();
    fact.date = m_foundKnown->isChecked() ? m_found->date().toString(Qt::ISODate).toStdString() : std::string();
    fact.note = m_note->text().trimmed().toStdString();
    return fact;
}

void PatientFactDialog::check() {
    const auto fact = typed();
    const auto checked = casebook::checkedFact(fact);
    // Nothing was typed yet: that is no mistake to point at.
    m_wrong->setText(checked || fact.value.empty() ? QString() : wrongWords(fact.name, checked.error()));
    m_wrong->setVisible(!m_wrong->text().isEmpty() || m_problem->isHidden());  // its line is kept free, so that nothing jumps while a person types
    m_save->setEnabled(checked.has_value() && !m_saving);
}

void PatientFactDialog::save() {
    const auto checked = casebook::checkedFact(typed());
    if (!checked || m_saving) return;
    m_problem->hide();
    setSaving(true);
    Q_EMIT saveRequested(m_fact, *checked);
}

void PatientFactDialog::setSaving(bool saving) {
    m_saving = saving;
    m_fields->setEnabled(!saving);
    m_cancel->setEnabled(!saving);
    m_save->setText(saving ? tr("Saving…") : m_saveText);
    check();
}

void PatientFactDialog::showProblem(const char* message, const QString& words) {
    setSaving(false);
    m_problem->setProperty("message", message);
    m_problem->style()->unpolish(m_problem);
    m_problem->style()->polish(m_problem);
    m_problemWords->setText(words);
    m_problem->show();
    check();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
    m_save->setFocus(Qt::OtherFocusReason);
}

void PatientFactDialog::showFailure(const Error& error) {
    //: what is wrong and what to do about it
    showProblem("error", tr("The fact was not saved. %1 What you have typed stands here until it is saved.").arg(errorWords(error)));
}

void PatientFactDialog::showConflict(const std::optional<casebook::PatientFact>& theirs, const QString& words) {
    // What they have removed is entered once more.
    if (theirs) m_fact = *theirs;
    else m_fact.id = 0;
    m_saveText = tr("Write mine");
    m_save->setToolTip(tr("Write your value in its place; both stand in the audit trail"));
    m_cancel->setText(tr("Take theirs"));
    m_cancel->setToolTip(tr("Leave what the other person wrote"));
    showProblem("warning", tr("Somebody else has changed this meanwhile, and nothing of theirs was overwritten.\nTheirs: %1\nYours stands in the fields above.").arg(words));
}

void PatientFactDialog::keyPressEvent(QKeyEvent* event) {
    if (m_saving && event->matches(QKeySequence::Cancel)) return;
    QDialog::keyPressEvent(event);
}

void PatientFactDialog::closeEvent(QCloseEvent* event) {
    if (m_saving) return event->ignore();
    QDialog::closeEvent(event);
}

}  // namespace leukolens::ui
