#include "ui/welcome/sample_record.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "ui/shell/app_settings.h"

namespace leukolens::ui {

std::optional<SampleRecord> SampleRecord::read(const AppSettings& settings) {
    const QJsonObject json = QJsonDocument::fromJson(settings.text(SettingKey::SampleCase).toUtf8()).object();
    const SampleRecord record{json["store"].toString(), json["case"].toInteger(), json["created"].toString(), json["model"].toString()};
    if (record.caseId <= 0 || record.store != settings.caseFile()) return {};
    return record;
}

void SampleRecord::write(AppSettings& settings) const {
    const QJsonObject json{{"store", store}, {"case", caseId}, {"created", created}, {"model", model}};
    settings.set(SettingKey::SampleCase, QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

}  // namespace leukolens::ui
