#include "ui/models/class_naming.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSet>
#include <QVBoxLayout>

#include "core/inference/model_card.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kLongestName = 60;
constexpr int kNameWidthPx = 220;
constexpr int kIndentPx = 26;  // under the words of the choice above

}  // namespace

ClassNaming::ClassNaming(QWidget* parent) : QWidget(parent) {
    setObjectName("classNaming");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_name = new QRadioButton(tr("Name its classes, to classify with it"), this);
    m_name->setObjectName("nameClasses");
    m_name->setToolTip(tr("Ask who made the file for the order of the classes: nothing in it tells"));
    column->addWidget(m_name);
    m_leaveOut = new QRadioButton(tr("Leave the last layer out: only a starting point for training"), this);
    m_leaveOut->setObjectName("leaveHeadOut");
    m_leaveOut->setToolTip(tr("The layers before it are kept; training gives a new last layer"));
    column->addWidget(m_leaveOut);
    connect(m_name, &QRadioButton::toggled, this, &ClassNaming::refresh);
    start(0);
}

void ClassNaming::start(int outputs) {
    delete m_fields;
    m_names.clear();
    m_fields = new QWidget(this);
    auto* grid = new QGridLayout(m_fields);
    grid->setContentsMargins(kIndentPx, 0, 0, Theme::kSpacingPx);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(3, 1);
    m_blast = new QButtonGroup(m_fields);
    connect(m_blast, &QButtonGroup::idToggled, this, &ClassNaming::changed);
    for (int output = 0; output < outputs; ++output) addRow(*grid, output);
    auto* none = new QRadioButton(tr("None of them is a leukemic blast"), m_fields);
    none->setObjectName("noBlast");
    m_blast->addButton(none, outputs);
    grid->addWidget(none, outputs, 1, 1, 3);
    qobject_cast<QVBoxLayout*>(layout())->insertWidget(1, m_fields);
    m_name->setChecked(true);
    refresh();
}

void ClassNaming::addRow(QGridLayout& grid, int output) {
    const QString label = tr("Output %1").arg(output + 1);
    auto* words = makeMuted(label, m_fields);
    words->setWordWrap(false);
    grid.addWidget(words, output, 0);
    auto* name = new QLineEdit(m_fields);
    name->setObjectName(QString("className%1").arg(output + 1));
    name->setPlaceholderText(tr("name of the class"));
    name->setToolTip(tr("Name of the class that this output stands for, e.g. all or hem"));
    name->setAccessibleName(label);
    name->setMaxLength(kLongestName);
    name->setAcceptDrops(false);
    name->setFixedWidth(kNameWidthPx);
    words->setBuddy(name);
    grid.addWidget(name, output, 1);
    connect(name, &QLineEdit::textChanged, this, &ClassNaming::changed);
    m_names.push_back(name);
    auto* blast = new QRadioButton(tr("is the blast"), m_fields);
    blast->setObjectName(QString("blast%1").arg(output + 1));
    blast->setToolTip(tr("This class is the leukemic blast"));
    blast->setAccessibleName(tr("%1 is the blast").arg(label));
    m_blast->addButton(blast, output);
    grid.addWidget(blast, output, 2);
}

void ClassNaming::refresh() {
    m_fields->setVisible(m_name->isChecked());
    Q_EMIT changed();
}

bool ClassNaming::wanted() const {
    return m_name->isChecked();
}

std::vector<std::string> ClassNaming::names() const {
    std::vector<std::string> names;
    for (const QLineEdit* name : m_names) names.push_back(name->text().simplified().toStdString());
    return names;
}

std::string ClassNaming::blastClass() const {
    const int chosen = m_blast->checkedId();
    return chosen >= 0 && chosen < static_cast<int>(m_names.size()) ? names()[static_cast<std::size_t>(chosen)]
                                                                    : std::string();
}

QString ClassNaming::problem() const {
    if (!wanted()) return {};
    QSet<QString> seen;
    for (const std::string& name : names()) {
        const QString key = QString::fromStdString(name);
        if (key.isEmpty()) return tr("Give each output the name of its class.");
        if (seen.contains(key)) return tr("Two classes cannot have the same name: %1.").arg(key);
        seen.insert(key);
    }
    if (m_blast->checkedId() < 0) return tr("Say which class is the leukemic blast, or that none is.");
    // A class of such a name is taken for the blast wherever it is met: a card must not say otherwise.
    const std::string known = inference::guessBlastClass(names());
    if (!known.empty() && blastClass() != known)
        return tr("“%1” means leukemic blast: mark it, or give the class another name.").arg(QString::fromStdString(known));
    return {};
}

}  // namespace leukolens::ui
