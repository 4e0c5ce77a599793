const cannotContinue = 'Nous ne pouvons pas poursuivre votre vérification.';

export const frReasons: Readonly<Record<string, string>> = {
  'badDocument.expired': 'Le document a expiré. Veuillez en envoyer un qui est encore valable.',
  'badDocument.damaged': 'Le document est abîmé. Veuillez en envoyer un en bon état.',
  'badDocument.missingPage': 'Il manque une page du document. Veuillez envoyer toutes les pages.',
  'badDocument.missingBackSide': 'Le verso du document manque. Veuillez envoyer les deux côtés.',
  'badDocument.incomplete': 'Le document est incomplet. Veuillez envoyer le document entier.',
  'badDocument.wrongType':
    'Ce n’est pas le type de document que nous avons demandé. Veuillez envoyer celui qui est nommé.',
  'badDocument.notADocument':
    'Ce que nous avons reçu n’est pas un document. Veuillez envoyer celui qui est nommé.',
  'badDocument.unsupportedLanguage':
    'Nous ne pouvons pas lire la langue du document. Veuillez envoyer une traduction certifiée.',
  'badDocument.passwordProtected':
    'Le fichier est protégé par un mot de passe. Veuillez l’envoyer sans mot de passe.',
  'badDocument.copyOrScreenshot':
    'Il nous faut une photo du document original, pas une copie ni une capture d’écran.',
  'badDocument.blackAndWhite': 'L’image est en noir et blanc. Veuillez en envoyer une en couleur.',
  'badDocument.digitallyEdited': cannotContinue,
  'imageQuality.blurry': 'L’image est floue. Veuillez en prendre une nette.',
  'imageQuality.glare': 'Un reflet cache une partie de l’image. Veuillez en prendre une sans reflet.',
  'imageQuality.cropped': 'Une partie du document est coupée. Veuillez montrer les quatre coins.',
  'imageQuality.tooDark': 'L’image est trop sombre. Veuillez en prendre une avec une bonne lumière.',
  'imageQuality.unreadable': 'Le document est illisible. Veuillez envoyer une image plus nette.',
  'imageQuality.tooLarge':
    'L’image a plus de 50 mégapixels, ce qui est trop. Veuillez la prendre avec une résolution plus basse.',
  'dataMismatch.fullName':
    'Le nom indiqué n’est pas celui de votre document. Veuillez le corriger ou envoyer un document qui le montre.',
  'dataMismatch.dateOfBirth':
    'La date de naissance indiquée n’est pas celle de votre document. Veuillez la corriger.',
  'dataMismatch.idNumber': 'Le numéro indiqué n’est pas celui de votre document. Veuillez le corriger.',
  'dataMismatch.nationality':
    'La nationalité indiquée n’est pas celle de votre document. Veuillez la corriger.',
  'dataMismatch.address':
    'L’adresse indiquée n’est pas celle de votre document. Veuillez la corriger ou envoyer un autre justificatif.',
  'dataMismatch.ownershipTotal': 'Les parts des propriétaires ne font pas 100\u00A0%. Veuillez les vérifier.',
  'dataMismatch.registrationNumber':
    'Le numéro d’immatriculation indiqué n’est pas celui du document. Veuillez le corriger.',
  'dataMismatch.crossDocument':
    'Vos documents ne concordent pas entre eux. Veuillez envoyer des documents qui montrent les mêmes données.',
  'dataMismatch.otherOnDocument':
    'Ce que vous avez indiqué ici n’est pas ce que dit votre document. Veuillez le corriger ou envoyer un document qui le montre.',
  'dataMismatch.form': 'Cette indication semble incorrecte. Veuillez la vérifier.',
  'proofOfAddress.tooOld': 'Le justificatif de domicile a plus de 90 jours. Veuillez en envoyer un récent.',
  'proofOfAddress.issuerNotAccepted':
    'Nous ne pouvons pas accepter un justificatif de cet émetteur. Veuillez envoyer une facture d’énergie, d’eau ou de télécom, ou un relevé de compte.',
  'proofOfAddress.addressNotVerified':
    'Ce document ne nous a pas permis de confirmer votre adresse. Veuillez en envoyer un autre.',
  'proofOfAddress.listOfCountries': 'Nous ne pouvons pas accepter un justificatif de domicile de ce pays.',
  'selfie.faceMismatch': 'Le selfie et la photo du document diffèrent. Veuillez prendre un nouveau selfie.',
  'selfie.faceNotVisible':
    'On ne voit pas bien votre visage. Veuillez prendre un selfie sans rien qui le cache.',
  'selfie.notLive':
    'Veuillez prendre le selfie vous-même, en une seule fois, et non d’une image ou d’un écran.',
  'selfie.thirdPartyInvolved': 'Veuillez prendre le selfie seul et par vous-même.',
  'ownership.beneficialOwnerMissing':
    'Il manque un bénéficiaire effectif. Veuillez nommer toutes les personnes qui détiennent 25\u00A0% ou plus.',
  'ownership.ownerNotIdentified':
    'La date de naissance ou la nationalité d’un propriétaire manque. Veuillez indiquer les deux.',
  'ownership.directorMissing':
    'Aucun dirigeant n’est nommé. Veuillez nommer tous les dirigeants, même s’ils ne détiennent rien.',
  'ownership.totalNot100': 'Les parts des propriétaires ne font pas 100\u00A0%. Veuillez les vérifier.',
  'ownership.structureUnclear':
    'Nous n’avons pas compris à qui appartient l’entreprise. Veuillez envoyer un schéma de la propriété.',
  'compliance.sanctionsMatch': cannotContinue,
  'compliance.watchlistMatch': cannotContinue,
  'compliance.pepNotAccepted': cannotContinue,
  'compliance.adverseMedia': cannotContinue,
  'compliance.highRiskJurisdiction': cannotContinue,
  'compliance.underAge': 'Il faut être majeur pour utiliser ce service.',
  'compliance.policyViolation': cannotContinue,
  'compliance.duplicateAccount': cannotContinue,
  'fraud.documentForgery': cannotContinue,
  'fraud.stolenIdentity': cannotContinue,
  'fraud.fakeContactData': cannotContinue,
  'fraud.imageManipulation': cannotContinue,
  'fraud.multiAccounting': cannotContinue,
  'fraud.fraudulentPattern': cannotContinue,
  'identity.couldNotBeVerified': 'Nous n’avons pas pu vérifier votre identité.',
};
